#include "kernels/vector/vector.h"

namespace resnet {

#define RESNET_ISA(id, name, base) extern const VectorKernels k##base##VectorKernels;
#include "base/isas.inc"
#undef RESNET_ISA

const VectorKernels& GetVectorKernels(Isa isa) {
  switch (isa) {
#define RESNET_ISA(id, name, base) \
  case Isa::k##id:                 \
    return k##base##VectorKernels;
#include "base/isas.inc"
#undef RESNET_ISA
    default:
      return kPortableVectorKernels;
  }
}

}  // namespace resnet
