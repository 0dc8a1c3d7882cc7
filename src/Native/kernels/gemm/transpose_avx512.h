// The transposition of 16 by 16 words. For gemm_<isa>.cc files of instruction sets that contain AVX-512 only.
#pragma once

#include "kernels/gemm/gemm.h"
#include "kernels/simd/vec_avx512.h"

namespace resnet {
namespace {

// Exchanges, in vectors kDistance apart, the later half of each 2 * kDistance lanes of the first with the earlier
// half of the second's.
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

// out[column * 16 + row] = rows[row][first + column] for `count` rows of `columns` words, both up to 16; zero for
// the rows up to 16. All 16 columns of out are written.
inline void Transpose(const Word* const* rows, int64_t count, int64_t first, int64_t columns, Word* out) {
  const __mmask16 words = Vec::First(columns);
  __m512 lines[16];
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) lines[i] = _mm512_maskz_loadu_ps(i < count ? words : __mmask16{0}, rows[i] + first);
  ExchangeHalves<8>(lines);
  ExchangeHalves<4>(lines);
  ExchangeHalves<2>(lines);
  ExchangeHalves<1>(lines);
#pragma GCC unroll 16
  for (int i = 0; i < 16; ++i) _mm512_store_ps(out + i * 16, lines[i]);
}

}  // namespace
}  // namespace resnet
