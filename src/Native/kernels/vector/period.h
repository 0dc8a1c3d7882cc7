// Repeats per-channel values so that kernels can process several narrow rows at a time.
#pragma once

#include <cstdint>
#include <numeric>

namespace resnet {

// Per-channel values are repeated over whole rows until the vector loop over them is long enough to amortize its
// overhead, and a multiple of the widest vector: 16 channels become 512 entries. Long rows, and those whose least
// common multiple with the vector would take too much of the first-level cache, are not repeated.
inline int64_t PeriodOf(int64_t channels) {
  constexpr int64_t kVector = 16, kEnough = 512, kTooLong = 2048;
  const int64_t unit = channels * (kVector / std::gcd(channels, kVector));
  if (channels >= kEnough || unit > kTooLong) return channels;
  return (kEnough + unit - 1) / unit * unit;
}

// repeated[i] = values[i mod channels] for a whole period.
inline void Repeat(const float* values, int64_t channels, int64_t period, float* repeated) {
  for (int64_t begin = 0; begin < period; begin += channels) {
    for (int64_t c = 0; c < channels; ++c) repeated[begin + c] = values[c];
  }
}

// sums[c] = sum of repeated[c + k * channels], in the order of k.
inline void Fold(const float* repeated, int64_t channels, int64_t period, double* sums) {
  for (int64_t c = 0; c < channels; ++c) sums[c] = repeated[c];
  for (int64_t begin = channels; begin < period; begin += channels) {
    for (int64_t c = 0; c < channels; ++c) sums[c] += repeated[begin + c];
  }
}

}  // namespace resnet
