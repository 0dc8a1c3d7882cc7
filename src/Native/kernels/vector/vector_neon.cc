#define RESNET_VECTOR_KERNELS kNeonVectorKernels
#include "kernels/vector/table.inl"
