#define RESNET_VECTOR_KERNELS kAvx512VectorKernels
#include "kernels/vector/table.inl"
