#include "bench/peak.h"

#include "bench/measure.h"
#include "bench/spin.h"

namespace resnet {
namespace {

double Spin(Isa isa, Arithmetic arithmetic) {
  constexpr int64_t kSteps = 4 * 1000 * 1000;
  switch (isa) {
#if defined(__x86_64__)
    case Isa::kAmx:
      if (arithmetic == Arithmetic::kFloat32) return SpinFloat32Zmm(kSteps);
      return SpinTiles(arithmetic == Arithmetic::kInt8, kSteps / 4);
    case Isa::kAvx512Bf16:
      if (arithmetic == Arithmetic::kBfloat16) return SpinBfloat16Zmm(kSteps);
      if (arithmetic == Arithmetic::kInt8) return SpinInt8Zmm(kSteps);
      return SpinFloat32Zmm(kSteps);
    case Isa::kAvx512:
      return SpinFloat32Zmm(kSteps);
    case Isa::kAvx2:
      return SpinFloat32Ymm(kSteps);
#endif
    default:
      return SpinFloat32Xmm(kSteps);
  }
}

}  // namespace

double MeasurePeak(Isa isa, Arithmetic arithmetic, int threads) {
  return MeasureRate(threads, [=] { return [=] { return Spin(isa, arithmetic); }; }) / 1e9;
}

}  // namespace resnet
