// AVX2 with FMA: 8 floats. For *_avx2.cc files only.
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "base/bfloat16.h"

namespace resnet {
namespace {

struct Vec {
  using Type = __m256;
  static constexpr int kLength = 8;
  static __m256i First(int64_t count) {
    const __m256i lanes = _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7);
    return _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), lanes);
  }
  static Type Zero() { return _mm256_setzero_ps(); }
  static Type Set(float value) { return _mm256_set1_ps(value); }
  static Type Load(const float* p) { return _mm256_loadu_ps(p); }
  static Type LoadPartial(const float* p, int64_t count) { return _mm256_maskload_ps(p, First(count)); }
  static void Store(float* p, Type v) { _mm256_storeu_ps(p, v); }
  static void StorePartial(float* p, Type v, int64_t count) { _mm256_maskstore_ps(p, First(count), v); }
  static Type Add(Type a, Type b) { return _mm256_add_ps(a, b); }
  static Type Subtract(Type a, Type b) { return _mm256_sub_ps(a, b); }
  static Type Multiply(Type a, Type b) { return _mm256_mul_ps(a, b); }
  static Type MultiplyAdd(Type a, Type b, Type c) { return _mm256_fmadd_ps(a, b, c); }
  static Type NegateMultiplyAdd(Type a, Type b, Type c) { return _mm256_fnmadd_ps(a, b, c); }
  static Type Max(Type a, Type b) { return _mm256_max_ps(a, b); }
  // Lanes with these lower halves and upper halves of zero.
  static Type LoadHalves(const BFloat16* p) {
    return _mm256_castsi256_ps(_mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(p))));
  }
  static Type LoadHalvesPartial(const BFloat16* p, int64_t count) {
    BFloat16 lanes[kLength] = {};
    for (int64_t i = 0; i < count; ++i) lanes[i] = p[i];
    return LoadHalves(lanes);
  }
  // The upper halves of the lanes must be zero.
  static void StoreHalves(BFloat16* p, Type v) {
    const __m256i words = _mm256_castps_si256(v);
    const __m128i halves = _mm_packus_epi32(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), halves);
  }
  // Lanes with these lowest bytes and other bytes of zero.
  static Type LoadBytes(const uint8_t* p) {
    return _mm256_castsi256_ps(_mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
  }
  // The other bytes of the lanes must be zero.
  static void StoreBytes(uint8_t* p, Type v) {
    const __m256i words = _mm256_castps_si256(v);
    const __m128i halves = _mm_packus_epi32(_mm256_castsi256_si128(words), _mm256_extracti128_si256(words, 1));
    _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packus_epi16(halves, halves));
  }
  // sum + the dot product of the two 16-bit integers in each lane, in 32 bits.
  static Type MultiplyAddHalves(Type a, Type b, Type sum) {
    const __m256i products = _mm256_madd_epi16(_mm256_castps_si256(a), _mm256_castps_si256(b));
    return _mm256_castsi256_ps(_mm256_add_epi32(products, _mm256_castps_si256(sum)));
  }
};

}  // namespace
}  // namespace resnet
