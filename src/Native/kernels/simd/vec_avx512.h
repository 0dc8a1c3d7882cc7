// AVX-512: 16 floats. For *_avx512.cc files only.
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "base/bfloat16.h"

namespace resnet {
namespace {

// Some intrinsics are used with a mask of all lanes because GCC 12 warns of uninitialized values inside the plain
// ones.
struct Vec {
  using Type = __m512;
  static constexpr int kLength = 16;
  static __mmask16 First(int64_t count) { return static_cast<__mmask16>((1u << count) - 1); }
  static Type Zero() { return _mm512_setzero_ps(); }
  static Type Set(float value) { return _mm512_set1_ps(value); }
  static Type Load(const float* p) { return _mm512_loadu_ps(p); }
  static Type LoadPartial(const float* p, int64_t count) { return _mm512_maskz_loadu_ps(First(count), p); }
  static void Store(float* p, Type v) { _mm512_storeu_ps(p, v); }
  static void StorePartial(float* p, Type v, int64_t count) { _mm512_mask_storeu_ps(p, First(count), v); }
  static Type Add(Type a, Type b) { return _mm512_add_ps(a, b); }
  static Type Subtract(Type a, Type b) { return _mm512_sub_ps(a, b); }
  static Type Multiply(Type a, Type b) { return _mm512_mul_ps(a, b); }
  static Type MultiplyAdd(Type a, Type b, Type c) { return _mm512_fmadd_ps(a, b, c); }
  static Type NegateMultiplyAdd(Type a, Type b, Type c) { return _mm512_fnmadd_ps(a, b, c); }
  static Type Max(Type a, Type b) { return _mm512_maskz_max_ps(0xffff, a, b); }
  // Lanes with these lower halves and upper halves of zero.
  static Type LoadHalves(const BFloat16* p) {
    return Widen(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(p)));
  }
  static Type LoadHalvesPartial(const BFloat16* p, int64_t count) {
    return Widen(_mm256_maskz_loadu_epi16(First(count), p));
  }
  static Type Widen(__m256i halves) { return _mm512_castsi512_ps(_mm512_maskz_cvtepu16_epi32(0xffff, halves)); }
  // The upper halves of the lanes must be zero.
  static void StoreHalves(BFloat16* p, Type v) {
    const __m256i halves = _mm512_maskz_cvtepi32_epi16(0xffff, _mm512_castps_si512(v));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), halves);
  }
  // Lanes with these lowest bytes and other bytes of zero.
  static Type LoadBytes(const uint8_t* p) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    return _mm512_castsi512_ps(_mm512_maskz_cvtepu8_epi32(0xffff, bytes));
  }
  // The other bytes of the lanes must be zero.
  static void StoreBytes(uint8_t* p, Type v) {
    _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm512_maskz_cvtepi32_epi8(0xffff, _mm512_castps_si512(v)));
  }
  // sum + the dot product of the two 16-bit integers in each lane, in 32 bits.
  static Type MultiplyAddHalves(Type a, Type b, Type sum) {
    const __m512i products = _mm512_madd_epi16(_mm512_castps_si512(a), _mm512_castps_si512(b));
    return _mm512_castsi512_ps(_mm512_add_epi32(products, _mm512_castps_si512(sum)));
  }
};

}  // namespace
}  // namespace resnet
