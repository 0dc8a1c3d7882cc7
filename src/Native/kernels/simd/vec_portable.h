// Any CPU: vectors of four floats, which the compiler maps to the vectors of the architecture's baseline.
#pragma once

#include <cstdint>

#include "base/bfloat16.h"

namespace resnet {
namespace {

struct Vec {
  static constexpr int kLength = 4;
  typedef float Type __attribute__((vector_size(kLength * sizeof(float))));

  static Type Zero() { return Type{}; }
  static Type Set(float value) { return Type{value, value, value, value}; }
  static Type Load(const float* p) { return Type{p[0], p[1], p[2], p[3]}; }
  static Type LoadPartial(const float* p, int64_t count) {
    Type v{};
    for (int64_t i = 0; i < count; ++i) v[i] = p[i];
    return v;
  }
  static void Store(float* p, Type v) { StorePartial(p, v, kLength); }
  static void StorePartial(float* p, Type v, int64_t count) {
    for (int64_t i = 0; i < count; ++i) p[i] = v[i];
  }
  static Type Add(Type a, Type b) { return a + b; }
  static Type Subtract(Type a, Type b) { return a - b; }
  static Type Multiply(Type a, Type b) { return a * b; }
  static Type MultiplyAdd(Type a, Type b, Type c) { return a * b + c; }
  static Type NegateMultiplyAdd(Type a, Type b, Type c) { return c - a * b; }
  static Type Max(Type a, Type b) { return a > b ? a : b; }
  typedef uint32_t Bits __attribute__((vector_size(sizeof(Type))));
  // Lanes with these lower halves and upper halves of zero.
  static Type LoadHalves(const BFloat16* p) {
    return reinterpret_cast<Type>(Bits{p[0].bits, p[1].bits, p[2].bits, p[3].bits});
  }
  static Type LoadHalvesPartial(const BFloat16* p, int64_t count) {
    BFloat16 lanes[kLength] = {};
    for (int64_t i = 0; i < count; ++i) lanes[i] = p[i];
    return LoadHalves(lanes);
  }
  // The upper halves of the lanes must be zero.
  static void StoreHalves(BFloat16* p, Type v) {
    const Bits halves = reinterpret_cast<Bits>(v);
    for (int i = 0; i < kLength; ++i) p[i].bits = static_cast<uint16_t>(halves[i]);
  }
  // Lanes with these lowest bytes and other bytes of zero.
  static Type LoadBytes(const uint8_t* p) { return reinterpret_cast<Type>(Bits{p[0], p[1], p[2], p[3]}); }
  // The other bytes of the lanes must be zero.
  static void StoreBytes(uint8_t* p, Type v) {
    const Bits bytes = reinterpret_cast<Bits>(v);
    for (int i = 0; i < kLength; ++i) p[i] = static_cast<uint8_t>(bytes[i]);
  }
};

}  // namespace
}  // namespace resnet
