// The triangle filter along one axis of an image.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace resnet {

// The samples that each of `count` results depends on: `reach` samples from starts[i], with the weights
// [i * reach, (i + 1) * reach), which sum to 1.
struct Taps {
  int32_t reach;
  int32_t* starts;
  float* weights;
};

// The largest number of samples that a result depends on when `part` of `length` samples become `count` results.
inline int32_t TapReach(int32_t length, double part, int32_t count) {
  const double radius = std::max(part / count, 1.0);
  return static_cast<int32_t>(std::min<double>(std::ceil(2 * radius), length));
}

// Computes starts and weights for the part [begin, begin + part) of `length` samples; reversed: from its end to its
// beginning.
inline void FillTaps(int32_t length, double begin, double part, int32_t count, bool reversed, const Taps& taps) {
  const double step = part / count, radius = std::max(step, 1.0);
  for (int32_t i = 0; i < count; ++i) {
    const double center = begin + ((reversed ? count - 1 - i : i) + 0.5) * step;
    // The first sample within the radius, moved so that all samples lie inside the image.
    const int32_t first = static_cast<int32_t>(std::floor(center - radius + 0.5));
    const int32_t start = std::clamp(first, 0, length - taps.reach);
    float* const weights = taps.weights + static_cast<int64_t>(i) * taps.reach;
    double sum = 0;
    for (int32_t t = 0; t < taps.reach; ++t) {
      sum += std::max(0.0, 1 - std::abs(start + t + 0.5 - center) / radius);
    }
    for (int32_t t = 0; t < taps.reach; ++t) {
      const double triangle = std::max(0.0, 1 - std::abs(start + t + 0.5 - center) / radius);
      weights[t] = static_cast<float>(triangle / sum);
    }
    taps.starts[i] = start;
  }
}

}  // namespace resnet
