// AVX-512 with products of two bfloat16 numbers at once.
#include "kernels/gemm/gemm_tile.h"
#include "kernels/simd/vec_avx512.h"

namespace resnet {
namespace {

// The instructions take denormals for zeros, in operands and results.
struct NativeLanes : Bfloat16Lanes<Vec> {
  using Bfloat16Lanes<Vec>::Store;
  static void Store(BFloat16* p, Type v) {
    const __m256bh rounded = _mm512_cvtneps_pbh(v);
    std::memcpy(p, &rounded, sizeof(rounded));
  }
};

struct Bfloat16 {
  using Vec = resnet::Vec;
  using Element = BFloat16;
  static constexpr ElementType kType = ElementType::kBfloat16;
  static constexpr int kPerWord = 2;
  static constexpr int kLatency = 12;

  using Lanes = NativeLanes;
  using Operand = __m512bh;
  static Operand Load(const Word* p) { return reinterpret_cast<Operand>(Vec::Load(p)); }
  static Operand Broadcast(const Word* p) { return reinterpret_cast<Operand>(BroadcastWord<Vec>(p)); }
  static Vec::Type MultiplyAdd(Operand a, Operand b, Vec::Type sum) { return _mm512_dpbf16_ps(sum, a, b); }
};

}  // namespace

extern const GemmKernels kAvx512Bf16Bfloat16GemmKernels;
constexpr GemmKernels kAvx512Bf16Bfloat16GemmKernels = MakeGemmKernels<Bfloat16, 24, 14, 9, 7>();

}  // namespace resnet
