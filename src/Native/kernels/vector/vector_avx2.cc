#define RESNET_VECTOR_KERNELS kAvx2VectorKernels
#include "kernels/vector/table.inl"
