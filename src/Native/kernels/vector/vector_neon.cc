#define RESNET_VECTOR_KERNELS kNeonVectorKernels
#define RESNET_VECTOR_LANES 4
#include "kernels/vector/table.inl"
