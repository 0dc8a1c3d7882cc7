#define RESNET_VECTOR_KERNELS kAvx2VectorKernels
#define RESNET_VECTOR_LANES 8
#include "kernels/vector/table.inl"
