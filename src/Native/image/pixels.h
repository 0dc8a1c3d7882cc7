// Rows of interleaved pixels of up to 4 channels, computed 4 channels at a time.
//
// A pixel of fewer channels is loaded and stored together with the beginning of the next. So rows are read and
// written up to kSlack floats beyond their end, and written from the first pixel to the last, each store
// overwriting the excess of the previous one.
#pragma once

#include <cstdint>
#include <cstring>

#include "image/taps.h"
#include "resnet_native.h"

namespace resnet {

constexpr int64_t kSlack = 4;

typedef float FourFloats __attribute__((vector_size(16)));

inline FourFloats LoadFour(const float* p) {
  FourFloats v;
  std::memcpy(&v, p, sizeof v);
  return v;
}
inline void StoreFour(float* p, FourFloats v) { std::memcpy(p, &v, sizeof v); }

// out[i] = the weighted sum of the pixels of x at the taps of result i. x begins with pixel `first`.
template <int kChannels>
void ResampleRow(int64_t count, const Taps& taps, int64_t first, const float* x, float* out) {
  const float* weights = taps.weights;
  for (int64_t i = 0; i < count; ++i, weights += taps.reach, out += kChannels) {
    const float* from = x + (taps.starts[i] - first) * kChannels;
    FourFloats sum = LoadFour(from) * weights[0];
    for (int32_t t = 1; t < taps.reach; ++t) sum += LoadFour(from + t * kChannels) * weights[t];
    StoreFour(out, sum);
  }
}

// out[ch] = sum over k of matrix[ch][k] * x[k] + shift[ch], clamped to low .. high, for `count` pixels. x must not
// be out.
template <int kChannels>
void RecolorRow(int64_t count, const rn_image_view& view, float low, float high, const float* x, float* out) {
  FourFloats columns[kChannels], shift = {};
  for (int k = 0; k < kChannels; ++k) {
    columns[k] = FourFloats{};
    for (int ch = 0; ch < kChannels; ++ch) columns[k][ch] = view.matrix[ch][k];
    shift[k] = view.shift[k];
  }
  const FourFloats lows = {low, low, low, low}, highs = {high, high, high, high};
  for (int64_t i = 0; i < count; ++i, x += kChannels, out += kChannels) {
    FourFloats sum = columns[0] * x[0];
    for (int k = 1; k < kChannels; ++k) sum += columns[k] * x[k];
    sum += shift;
    sum = sum < lows ? lows : sum;
    sum = sum > highs ? highs : sum;
    StoreFour(out, sum);
  }
}

}  // namespace resnet
