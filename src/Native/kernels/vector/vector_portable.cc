#define RESNET_VECTOR_KERNELS kPortableVectorKernels
#include "kernels/vector/table.inl"
