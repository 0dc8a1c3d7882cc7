// The element types of activations, for tests that run once per type.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <type_traits>
#include <vector>

#include "base/bfloat16.h"
#include "resnet_native.h"

namespace resnet {

template <class T>
constexpr int32_t kElementType = std::is_same<T, float>::value ? RN_FLOAT32 : RN_BFLOAT16;
template <>
constexpr int32_t kElementType<uint8_t> = RN_UINT8;

// The largest relative error of rounding a float to an element: bfloat16 has 8 significant bits.
template <class T>
constexpr double kElementRounding = std::is_same<T, float>::value ? 0 : 0x1p-8;

inline float ToFloat(float value) { return value; }
inline float ToFloat(BFloat16 value) {
  const uint32_t bits = uint32_t{value.bits} << 16;
  float result;
  std::memcpy(&result, &bits, sizeof(result));
  return result;
}

// Rounds to nearest even by definition: to a multiple of the spacing of bfloat16 numbers of this magnitude.
template <class T>
T ToElement(float value) {
  if constexpr (std::is_same<T, float>::value) {
    return value;
  } else {
    float rounded = value;
    if (std::isfinite(value) && value != 0) {
      const double spacing = std::ldexp(1.0, std::max(std::ilogb(value), -126) - 7);
      rounded = static_cast<float>(std::nearbyint(value / spacing) * spacing);
    }
    uint32_t bits;
    std::memcpy(&bits, &rounded, sizeof(bits));
    return {static_cast<uint16_t>(bits >> 16)};
  }
}

template <class T>
std::vector<T> ToElements(const std::vector<float>& values) {
  std::vector<T> elements;
  for (float value : values) elements.push_back(ToElement<T>(value));
  return elements;
}

// Calls f(T{}) for both types.
template <class F>
void ForEachElementType(const F& f) {
  {
    SCOPED_TRACE("fp32");
    f(float{});
  }
  {
    SCOPED_TRACE("bfloat16");
    f(BFloat16{});
  }
}

}  // namespace resnet
