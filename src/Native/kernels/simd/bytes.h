// Vectors of numbers that are stored as bytes. For *_<isa>.cc files only.
#pragma once

#include "kernels/simd/bfloat16.h"

namespace resnet {
namespace {

template <class Vec>
struct ByteLanes : Bfloat16Lanes<Vec> {
  using Base = Bfloat16Lanes<Vec>;
  using typename Base::Bits;
  using typename Base::Type;
  using Ints = typename BitsOf<Vec::kLength>::Ints;
  using Base::Load;
  using Base::LoadPartial;
  using Base::Store;

  static Type FromInts(Type lanes) { return __builtin_convertvector(reinterpret_cast<Ints>(lanes), Type); }

  static Type Load(const uint8_t* p) { return FromInts(Vec::LoadBytes(p)); }
  static Type LoadPartial(const uint8_t* p, int64_t count) {
    uint8_t lanes[Vec::kLength] = {};
    for (int64_t i = 0; i < count; ++i) lanes[i] = p[i];
    return Load(lanes);
  }

  // To the nearest byte, ties to even; NaN becomes 0. Adding 2^23 rounds to an integer, which is then in the lowest
  // bits, because floats between 2^23 and 2^24 are 1 apart.
  static void Store(uint8_t* p, Type v) {
    const Type most = Vec::Set(255.0f);
    v = v > Vec::Zero() ? v : Vec::Zero();
    v = v < most ? v : most;
    Vec::StoreBytes(p, reinterpret_cast<Type>(reinterpret_cast<Bits>(Vec::Add(v, Vec::Set(0x1p23f))) & 0xffu));
  }
};

template <class Lanes>
void StorePartial(uint8_t* p, typename Lanes::Type v, int64_t count) {
  uint8_t lanes[Lanes::kLength];
  Lanes::Store(lanes, v);
  for (int64_t i = 0; i < count; ++i) p[i] = lanes[i];
}

}  // namespace
}  // namespace resnet
