#include "kernels/vector/vector.h"

namespace resnet {

#define RESNET_ISA(id, name) extern const VectorKernels k##id##VectorKernels;
#include "kernels/kernels.inc"
#undef RESNET_ISA

const VectorKernels& GetVectorKernels(Isa isa) {
  switch (isa) {
#define RESNET_ISA(id, name) \
  case Isa::k##id:           \
    return k##id##VectorKernels;
#include "kernels/kernels.inc"
#undef RESNET_ISA
    default:
      return kPortableVectorKernels;
  }
}

}  // namespace resnet
