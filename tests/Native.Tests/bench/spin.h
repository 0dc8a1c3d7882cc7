// Loops of multiply-adds between registers, whose rate no kernel can exceed. Each returns its number of operations:
// two for a product and its addition.
#pragma once

#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace resnet {

// Independent sums: more than latency times throughput of the instructions, few enough for the registers. They
// start at different values, because the compiler would otherwise compute only one of them.
constexpr int kChains = 12;
constexpr int kAvx512Chains = 16;

#if defined(__x86_64__)
__attribute__((target("avx512f"))) inline double SpinFloat32Zmm(int64_t steps) {
  __m512 chains[kAvx512Chains];
  for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_set1_ps(static_cast<float>(i));
  const __m512 factor = _mm512_set1_ps(0.5f);
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_fmadd_ps(chains[i], factor, factor);
  }
  for (__m512& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 16 * kAvx512Chains * static_cast<double>(steps);
}

__attribute__((target("avx512f,avx512bf16"))) inline double SpinBfloat16Zmm(int64_t steps) {
  __m512 chains[kAvx512Chains];
  for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_set1_ps(static_cast<float>(i));
  const auto factor = reinterpret_cast<__m512bh>(_mm512_set1_epi16(0x3f00));  // 0.5
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_dpbf16_ps(chains[i], factor, factor);
  }
  for (__m512& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 32 * kAvx512Chains * static_cast<double>(steps);
}

__attribute__((target("avx512f,avx512vnni"))) inline double SpinInt8Zmm(int64_t steps) {
  __m512i chains[kAvx512Chains];
  for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_set1_epi32(i);
  __m512i factor = _mm512_set1_epi8(3);
  asm volatile("" : "+v"(factor));
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_dpbusd_epi32(chains[i], factor, factor);
  }
  for (__m512i& chain : chains) asm volatile("" : : "v"(chain));
  return 2.0 * 64 * kAvx512Chains * static_cast<double>(steps);
}

__attribute__((target("avx2,fma"))) inline double SpinFloat32Ymm(int64_t steps) {
  __m256 chains[kChains];
  for (int i = 0; i < kChains; ++i) chains[i] = _mm256_set1_ps(static_cast<float>(i));
  const __m256 factor = _mm256_set1_ps(0.5f);
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kChains; ++i) chains[i] = _mm256_fmadd_ps(chains[i], factor, factor);
  }
  for (__m256& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 8 * kChains * static_cast<double>(steps);
}

// Multiplies tile registers of 16 rows of 64 bytes, of bfloat16 or int8 numbers, 4 * steps times. SupportedIsas()
// must have requested the permission to use them.
__attribute__((target("amx-tile,amx-bf16,amx-int8"))) inline double SpinTiles(bool int8, int64_t steps) {
  struct alignas(64) {
    uint8_t palette = 1;
    uint8_t reserved[15] = {};
    uint16_t bytes_in_row[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
  } tiles;
  asm volatile("ldtilecfg %0" : : "m"(tiles));
  for (int64_t step = 0; step < steps; ++step) {
    if (int8) {
      _tile_dpbusd(0, 4, 6);
      _tile_dpbusd(1, 4, 7);
      _tile_dpbusd(2, 5, 6);
      _tile_dpbusd(3, 5, 7);
    } else {
      _tile_dpbf16ps(0, 4, 6);
      _tile_dpbf16ps(1, 4, 7);
      _tile_dpbf16ps(2, 5, 6);
      _tile_dpbf16ps(3, 5, 7);
    }
  }
  _tile_release();
  const double numbers_in_word = int8 ? 4 : 2;
  return 2 * numbers_in_word * 16 * 16 * 16 * 4 * static_cast<double>(steps);
}
#endif

// fp32 in vectors of 16 bytes, which every CPU has.
inline double SpinFloat32Xmm(int64_t steps) {
  typedef float Vector __attribute__((vector_size(16)));
  Vector chains[kChains];
  for (int i = 0; i < kChains; ++i) chains[i] = Vector{} + static_cast<float>(i);
  const Vector factor = Vector{} + 0.5f;
  for (int64_t step = 0; step < steps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kChains; ++i) {
#if defined(__aarch64__)
      chains[i] = vfmaq_f32(factor, chains[i], factor);
#else
      chains[i] = chains[i] * factor + factor;
#endif
    }
  }
  for (Vector& chain : chains) asm volatile("" : : "m"(chain));
  return 2.0 * 4 * kChains * static_cast<double>(steps);
}

}  // namespace resnet
