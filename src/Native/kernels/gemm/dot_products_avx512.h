// Dot products of two bfloat16 or four int8 numbers, and conversion to bfloat16, by instructions. For gemm_<isa>.cc
// files of instruction sets that include AVX-512 BF16 and VNNI.
#pragma once

#include "kernels/gemm/arithmetic.h"
#include "kernels/gemm/pack.h"
#include "kernels/simd/vec_avx512.h"

namespace resnet {
namespace {

// These instructions treat denormal operands and results as zero.
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
  static constexpr int kMultiplyAdds = 1;

  using Lanes = NativeLanes;
  using Operand = __m512bh;
  static Operand Load(const Word* p) { return reinterpret_cast<Operand>(Vec::Load(p)); }
  static Operand Broadcast(const Word* p) { return reinterpret_cast<Operand>(BroadcastWord<Vec>(p)); }
  static Vec::Type MultiplyAdd(Operand a, Operand b, Vec::Type sum) { return _mm512_dpbf16_ps(sum, a, b); }
};

struct Int8 {
  using Vec = resnet::Vec;
  using Element = uint8_t;
  static constexpr ElementType kType = ElementType::kUint8;
  static constexpr int kPerWord = 4;
  static constexpr int kLatency = 8;
  static constexpr int kMultiplyAdds = 1;

  using Lanes = Bfloat16Lanes<Vec>;
  using Operand = __m512i;
  static Operand Load(const Word* p) { return _mm512_castps_si512(Vec::Load(p)); }
  static Operand Broadcast(const Word* p) { return _mm512_castps_si512(BroadcastWord<Vec>(p)); }
  static Vec::Type MultiplyAdd(Operand a, Operand b, Vec::Type sum) {
    return _mm512_castsi512_ps(_mm512_dpbusd_epi32(_mm512_castps_si512(sum), a, b));
  }
};

// PackBfloat16<NativeLanes, float>, faster for pixels of few channels: loads as many of them as fit a vector, then
// inserts the padding of each.
void PackPixels(const void* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out, int64_t out_stride) {
  const int64_t padded = columns + columns % 2;
  const int64_t at_once = Vec::kLength / padded;
  if (in_stride != columns || out_stride * 2 != padded || at_once < 2) {
    return PackBfloat16<NativeLanes, float>(in, in_stride, rows, columns, out, out_stride);
  }
  __mmask16 numbers = 0;
  for (int64_t pixel = 0; pixel < at_once; ++pixel) {
    numbers = static_cast<__mmask16>(numbers | Vec::First(columns) << (pixel * padded));
  }
  const auto* from = static_cast<const float*>(in);
  auto* to = reinterpret_cast<BFloat16*>(out);
  int64_t row = 0;
  // Stores whole vectors: the next store overwrites the lanes beyond these pixels.
  for (; (rows - row) * padded >= Vec::kLength; row += at_once) {
    const Vec::Type dense = Vec::LoadPartial(from + row * columns, at_once * columns);
    NativeLanes::Store(to + row * padded, _mm512_maskz_expand_ps(numbers, dense));
  }
  PackBfloat16<NativeLanes, float>(from + row * columns, columns, rows - row, columns, out + row * out_stride,
                                   out_stride);
}

constexpr GemmKernels WithPackedPixels(GemmKernels kernels) {
  kernels.from_float32.pack = PackPixels;
  return kernels;
}

}  // namespace
}  // namespace resnet
