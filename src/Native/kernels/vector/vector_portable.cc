#define RESNET_VECTOR_KERNELS kPortableVectorKernels
#define RESNET_VECTOR_LANES 4
#include "kernels/vector/table.inl"
