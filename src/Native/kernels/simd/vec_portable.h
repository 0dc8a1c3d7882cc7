// Any CPU: four floats side by side, which compilers map to whatever vectors the architecture's baseline has.
#pragma once

#include <cstdint>

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
};

}  // namespace
}  // namespace resnet
