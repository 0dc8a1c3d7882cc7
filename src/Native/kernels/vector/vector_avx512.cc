#define RESNET_VECTOR_KERNELS kAvx512VectorKernels
#define RESNET_VECTOR_LANES 16
#include "kernels/vector/table.inl"
