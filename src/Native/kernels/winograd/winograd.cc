#include "kernels/winograd/winograd.h"

#include <stdexcept>

namespace resnet {

#define RESNET_ISA(id, name, base) extern const WinogradKernels k##base##WinogradKernels;
#include "base/isas.inc"
#undef RESNET_ISA

const WinogradKernels& GetWinogradKernels(Isa isa) {
  switch (isa) {
#define RESNET_ISA(id, name, base) \
  case Isa::k##id:                 \
    return k##base##WinogradKernels;
#include "base/isas.inc"
#undef RESNET_ISA
    default:
      throw std::logic_error("This build has no Winograd kernels for the instruction set.");
  }
}

}  // namespace resnet
