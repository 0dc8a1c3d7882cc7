#include "kernels/gemm/gemm.h"

#include <stdexcept>

namespace resnet {

#define RESNET_ISA(id, name, base)                      \
  extern const GemmKernels k##base##Float32GemmKernels; \
  extern const GemmKernels k##id##Bfloat16GemmKernels;  \
  extern const GemmKernels k##id##Uint8GemmKernels;
#include "base/isas.inc"
#undef RESNET_ISA

const GemmKernels& GetGemmKernels(Isa isa, ElementType type) {
  switch (isa) {
#define RESNET_ISA(id, name, base)                                   \
  case Isa::k##id:                                                   \
    if (type == ElementType::kUint8) return k##id##Uint8GemmKernels; \
    return type == ElementType::kFloat32 ? k##base##Float32GemmKernels : k##id##Bfloat16GemmKernels;
#include "base/isas.inc"
#undef RESNET_ISA
    default:
      throw std::logic_error("This build has no GEMM kernels for the instruction set.");
  }
}

}  // namespace resnet
