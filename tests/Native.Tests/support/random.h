// Reproducible test data, the same on every platform.
#pragma once

#include <cstdint>
#include <vector>

#include "support/elements.h"

namespace resnet {

class Random {
 public:
  explicit Random(uint64_t seed = 1) : state_(seed * 0x9e3779b97f4a7c15u + 1) {}

  uint64_t Bits() {  // SplitMix64
    uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
  }
  // Uniform in [low, high).
  float Uniform(float low, float high) {
    return low + (high - low) * (static_cast<float>(Bits() >> 40) * 0x1p-24f);
  }
  int64_t Below(int64_t bound) { return static_cast<int64_t>(Bits() % static_cast<uint64_t>(bound)); }

  template <class T>
  std::vector<T> Elements(int64_t size, float low = -1, float high = 1) {
    return ToElements<T>(Floats(size, low, high));
  }

  std::vector<uint8_t> Bytes(int64_t size) {
    std::vector<uint8_t> bytes(static_cast<size_t>(size));
    for (uint8_t& byte : bytes) byte = static_cast<uint8_t>(Below(256));
    return bytes;
  }

  std::vector<float> Floats(int64_t size, float low = -1, float high = 1) {
    std::vector<float> values(static_cast<size_t>(size));
    for (float& value : values) value = Uniform(low, high);
    return values;
  }

 private:
  uint64_t state_;
};

}  // namespace resnet
