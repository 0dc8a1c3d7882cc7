#include "kernels/gemm/gemm.h"

#include <stdexcept>

namespace resnet {

#define RESNET_ISA(id, name) extern const GemmKernels k##id##GemmKernels;
#include "kernels/kernels.inc"
#undef RESNET_ISA

const GemmKernels& GetGemmKernels(Isa isa) {
  switch (isa) {
#define RESNET_ISA(id, name) \
  case Isa::k##id:           \
    return k##id##GemmKernels;
#include "kernels/kernels.inc"
#undef RESNET_ISA
    default:
      throw std::logic_error("This build has no GEMM kernels for the instruction set.");
  }
}

}  // namespace resnet
