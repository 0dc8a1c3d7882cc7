// Vectors of bfloat16 numbers, as floats or as words of two. For *_<isa>.cc files only.
#pragma once

#include "base/bfloat16.h"

namespace resnet {
namespace {

// Macros, because the attribute does not accept a template parameter.
template <int kLength>
struct BitsOf;
#define RESNET_BITS(length)                                          \
  template <>                                                        \
  struct BitsOf<length> {                                            \
    typedef uint32_t Type __attribute__((vector_size(4 * length)));  \
    typedef int32_t Ints __attribute__((vector_size(4 * length)));   \
    typedef int16_t Halves __attribute__((vector_size(4 * length))); \
  }
RESNET_BITS(4);
RESNET_BITS(8);
RESNET_BITS(16);
#undef RESNET_BITS

// bfloat16 by shifts and masks, for CPUs without instructions for it.
template <class Vec>
struct Bfloat16Lanes {
  using Vector = Vec;
  using Type = typename Vec::Type;
  using Bits = typename BitsOf<Vec::kLength>::Type;
  static constexpr int kLength = Vec::kLength;

  // The first and the second number of each word.
  static Type First(Type words) { return reinterpret_cast<Type>(reinterpret_cast<Bits>(words) << 16); }
  static Type Second(Type words) { return reinterpret_cast<Type>(reinterpret_cast<Bits>(words) & 0xffff0000u); }
  // Words with these first numbers and second numbers of zero. (Words with these second numbers and first numbers
  // of zero are the numbers themselves.)
  static Type AsFirst(Type numbers) { return reinterpret_cast<Type>(reinterpret_cast<Bits>(numbers) >> 16); }
  static Type Join(Type first, Type second) {
    return reinterpret_cast<Type>(reinterpret_cast<Bits>(first) | reinterpret_cast<Bits>(second));
  }

  // To the nearest bfloat16, ties to even. A carry into the exponent is correct, except that it would turn some NaN
  // into infinity: these are truncated and made quiet instead.
  static Type Round(Type values) {
    const Bits bits = reinterpret_cast<Bits>(values);
    const Bits rounded = bits + 0x7fffu + (bits >> 16 & 1u);
    const Bits quiet = bits | 0x400000u;
    return reinterpret_cast<Type>((values == values ? rounded : quiet) & 0xffff0000u);
  }

  static Type Load(const float* p) { return Vec::Load(p); }
  static Type Load(const BFloat16* p) { return First(Vec::LoadHalves(p)); }
  static Type LoadPartial(const float* p, int64_t count) { return Vec::LoadPartial(p, count); }
  static Type LoadPartial(const BFloat16* p, int64_t count) { return First(Vec::LoadHalvesPartial(p, count)); }

  static void Store(float* p, Type v) { Vec::Store(p, v); }
  static void Store(BFloat16* p, Type v) { Vec::StoreHalves(p, AsFirst(Round(v))); }
};

template <class Lanes>
void StorePartial(float* p, typename Lanes::Type v, int64_t count) {
  Lanes::Vector::StorePartial(p, v, count);
}

template <class Lanes>
void StorePartial(BFloat16* p, typename Lanes::Type v, int64_t count) {
  if (count == Lanes::kLength) return Lanes::Store(p, v);
  BFloat16 lanes[Lanes::kLength];
  Lanes::Store(lanes, v);
  for (int64_t i = 0; i < count; ++i) p[i] = lanes[i];
}

}  // namespace
}  // namespace resnet
