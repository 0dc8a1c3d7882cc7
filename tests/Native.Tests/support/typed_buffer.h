// Test buffers of any element type, and bfloat16 by definition.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "support/elements.h"
#include "support/guarded.h"

namespace resnet {

// The bfloat16 nearest to a finite value; if tied, the even one.
inline BFloat16 NearestBFloat16(double value) {
  const float single = static_cast<float>(value);
  uint32_t bits;
  std::memcpy(&bits, &single, sizeof(bits));
  const BFloat16 below{static_cast<uint16_t>(bits >> 16)};  // towards zero
  const BFloat16 above{static_cast<uint16_t>(below.bits + 1)};
  const double to_below = std::fabs(value - double{ToFloat(below)});
  const double to_above = std::fabs(value - double{ToFloat(above)});
  if (to_below == to_above) return below.bits % 2 == 0 ? below : above;
  return to_below < to_above ? below : above;
}

// The value rounded to the element type.
inline float Rounded(double value, int32_t type) {
  return type == RN_FLOAT32 ? static_cast<float>(value) : ToFloat(NearestBFloat16(value));
}

inline std::vector<float> Rounded(std::vector<float> values, int32_t type) {
  for (float& value : values) value = Rounded(double{value}, type);
  return values;
}

// Guarded memory of elements of a type that reads as floats.
class TypedBuffer {
 public:
  TypedBuffer(int32_t type, const std::vector<float>& values)
      : type_(type),
        size_(static_cast<int64_t>(values.size())),
        floats_(type == RN_FLOAT32 ? size_ : 0),
        halves_(type == RN_BFLOAT16 ? size_ : 0) {
    for (int64_t i = 0; i < size_; ++i) Set(i, values[static_cast<size_t>(i)]);
  }

  int32_t type() const { return type_; }
  int64_t size() const { return size_; }
  void* data() const { return type_ == RN_FLOAT32 ? static_cast<void*>(floats_.data()) : halves_.data(); }
  float operator[](int64_t i) const { return type_ == RN_FLOAT32 ? floats_[i] : ToFloat(halves_[i]); }
  void Set(int64_t i, float value) {
    if (type_ == RN_FLOAT32) {
      floats_[i] = value;
    } else {
      halves_[i] = NearestBFloat16(value);
    }
  }
  std::vector<float> ToVector() const {
    std::vector<float> values;
    for (int64_t i = 0; i < size_; ++i) values.push_back((*this)[i]);
    return values;
  }

 private:
  int32_t type_;
  int64_t size_;
  Guarded<float> floats_;
  Guarded<BFloat16> halves_;
};

inline rn_buffer Out(const TypedBuffer& buffer) { return {buffer.data(), buffer.size(), buffer.type()}; }
inline rn_const_buffer In(const TypedBuffer& buffer) { return {buffer.data(), buffer.size(), buffer.type()}; }

// The range of an element of the type for a number within `tolerance` of `value`, since rounding is monotonic.
struct Bounds {
  Bounds(double value, double tolerance, int32_t type)
      : low(type == RN_FLOAT32 ? value - tolerance : double{Rounded(value - tolerance, type)}),
        high(type == RN_FLOAT32 ? value + tolerance : double{Rounded(value + tolerance, type)}) {}

  bool Contain(float value) const { return low <= value && value <= high; }

  double low, high;
};

}  // namespace resnet
