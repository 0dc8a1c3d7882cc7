// Transposes matrices of words. For gemm_<isa>.cc files of instruction sets that include AVX-512 only.
#pragma once

#include <algorithm>

#include "kernels/gemm/gemm.h"
#include "kernels/simd/vec_avx512.h"

namespace resnet {
namespace {

// For each pair of rows kDistance apart: in every 2 * kDistance lanes, exchanges the upper half of the first row
// with the lower half of the second.
template <int kDistance>
inline void ExchangeHalves(__m512 (&rows)[16]) {
  alignas(64) static constexpr struct Lanes {
    int first[16] = {}, second[16] = {};
    constexpr Lanes() {
      for (int i = 0; i < 16; ++i) {
        const bool later = (i & kDistance) != 0;
        first[i] = later ? 16 + i - kDistance : i;
        second[i] = later ? 16 + i : i + kDistance;
      }
    }
  } kLanes;
  const __m512i first = _mm512_load_si512(kLanes.first), second = _mm512_load_si512(kLanes.second);
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) {
    if ((i & kDistance) != 0) continue;
    const __m512 a = rows[i], b = rows[i + kDistance];
    rows[i] = _mm512_permutex2var_ps(a, first, b);
    rows[i + kDistance] = _mm512_permutex2var_ps(a, second, b);
  }
}

inline void Transpose16(const Word* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out,
                        int64_t out_stride) {
  const __mmask16 words = Vec::First(columns), out_words = Vec::First(rows);
  __m512 lines[16];
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) {
    lines[i] = i < rows ? _mm512_maskz_loadu_ps(words, in + i * in_stride) : _mm512_setzero_ps();
  }
  ExchangeHalves<8>(lines);
  ExchangeHalves<4>(lines);
  ExchangeHalves<2>(lines);
  ExchangeHalves<1>(lines);
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) {
    if (i < columns) _mm512_mask_storeu_ps(out + i * out_stride, out_words, lines[i]);
  }
}

// A TransposeFunction
void Transpose(const Word* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out, int64_t out_stride) {
  constexpr int64_t kSide = 16;
  for (int64_t row = 0; row < rows; row += kSide) {
    for (int64_t column = 0; column < columns; column += kSide) {
      Transpose16(in + row * in_stride + column, in_stride, std::min(kSide, rows - row),
                  std::min(kSide, columns - column), out + column * out_stride + row, out_stride);
    }
  }
}

}  // namespace
}  // namespace resnet
