// Computes one image's view from stored pixels to network input, row by row, so that intermediate results stay in
// the first-level cache.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "base/scratch.h"
#include "image/batch.h"
#include "image/pixels.h"
#include "image/taps.h"
#include "kernels/vector/vector.h"
#include "resnet_native.h"

namespace resnet {

template <class Pixel, class T>
class ViewLoader {
 public:
  // mean and scale have an entry for each element of an output row.
  ViewLoader(const VectorKernels& vector, const rn_image_batch& batch, const float* mean, const float* scale)
      : vector_(vector), batch_(batch), row_(int64_t{batch.w} * batch.c), mean_(mean), scale_(scale) {}

  void Load(const Pixel* image, const rn_image_view& view, T* out) const {
    if (IsCopied(batch_, view)) {
      Copy(image, view, out);
    } else {
      Resample(image, view, out);
    }
    Erase(view, out);
  }

 private:
  void Copy(const Pixel* image, const rn_image_view& view, T* out) const {
    const int64_t h = batch_.h, w = batch_.w, c = batch_.c, stored_row = int64_t{batch_.store_w} * c;
    const int64_t top = static_cast<int64_t>(view.top), from = static_cast<int64_t>(view.left);
    const bool flip = view.flip != 0, recolor = view.recolor != 0;
    // Before the flip, output columns [first, end) lie within the image.
    const int64_t first = std::clamp<int64_t>(-from, 0, w);
    const int64_t end = std::clamp<int64_t>(batch_.store_w - from, first, w);
    const int64_t left = flip ? w - end : first, width = end - first;
    const Scratch scratch(static_cast<size_t>(3 * (row_ + kSlack)));
    auto* const reversed = reinterpret_cast<Pixel*>(scratch.data());
    float* const floats = scratch.data() + row_ + kSlack;
    float* const recolored = floats + row_ + kSlack;

    for (int64_t y = 0; y < h; ++y, out += row_) {
      const int64_t sy = y + top;
      if (sy < 0 || sy >= batch_.store_h || width == 0) {
        std::fill_n(out, row_, T{});
        continue;
      }
      const Pixel* pixels = image + sy * stored_row + (first + from) * c;
      if (flip) {
        ReversePixels(width, c, pixels, reversed);
        pixels = reversed;
      }
      std::fill_n(out, left * c, T{});
      if (recolor) {
        constexpr float kOne = 1;
        Weighted(width * c, 1, &kOne, pixels, 0, floats);
        Recolor(width, view, floats, recolored);
        Standardize(width * c, recolored, out + left * c);
      } else {
        Standardize(width * c, pixels, out + left * c);
      }
      std::fill_n(out + (left + width) * c, row_ - (left + width) * c, T{});
    }
  }

  // First along the columns, which is vectorized for any number of rows; then along the remaining rows.
  void Resample(const Pixel* image, const rn_image_view& view, T* out) const {
    const int32_t h = batch_.h, w = batch_.w, c = batch_.c;
    const int64_t stored_row = int64_t{batch_.store_w} * c;
    const int32_t down = TapReach(batch_.store_h, view.height, h), along = TapReach(batch_.store_w, view.width, w);
    const int64_t column_row = stored_row + kSlack, output_row = row_ + kSlack;
    const Scratch scratch(
        static_cast<size_t>(column_row + 2 * output_row + h + w + int64_t{h} * down + int64_t{w} * along));
    float* const columns = scratch.data();
    float* const resampled = columns + column_row;
    float* const recolored = resampled + output_row;
    auto* const starts = reinterpret_cast<int32_t*>(recolored + output_row);
    float* const weights = recolored + output_row + h + w;
    const Taps rows = {down, starts, weights};
    const Taps pixels = {along, starts + h, weights + int64_t{h} * down};
    FillTaps(batch_.store_h, view.top, view.height, h, false, rows);
    FillTaps(batch_.store_w, view.left, view.width, w, view.flip != 0, pixels);
    const auto [least, most] = std::minmax(pixels.starts[0], pixels.starts[w - 1]);
    const int64_t first = least, used = most + along - first;
    std::fill_n(columns + used * c, kSlack, 0.0f);  // read, but with a weight of zero

    for (int32_t y = 0; y < h; ++y, out += row_) {
      Weighted(used * c, down, rows.weights + int64_t{y} * down, image + rows.starts[y] * stored_row + first * c,
               stored_row, columns);
      AlongRow(pixels, first, columns, resampled);
      const float* row = resampled;
      if (view.recolor != 0) {
        Recolor(w, view, resampled, recolored);
        row = recolored;
      }
      Standardize(row_, row, out);
    }
  }

  void Erase(const rn_image_view& view, T* out) const {
    const int64_t top = std::clamp<int64_t>(view.erased_top, 0, batch_.h);
    const int64_t bottom = std::clamp<int64_t>(int64_t{view.erased_top} + view.erased_height, top, batch_.h);
    const int64_t left = std::clamp<int64_t>(view.erased_left, 0, batch_.w);
    const int64_t right = std::clamp<int64_t>(int64_t{view.erased_left} + view.erased_width, left, batch_.w);
    for (int64_t y = top; y < bottom; ++y) {
      std::fill_n(out + y * row_ + left * batch_.c, (right - left) * batch_.c, T{});
    }
  }

  // out = the pixels of x in reverse order.
  static void ReversePixels(int64_t pixels, int64_t c, const Pixel* x, Pixel* out) {
    const Pixel* from = x + pixels * c;
    for (int64_t i = 0; i < pixels; ++i) {
      from -= c;
      for (int64_t ch = 0; ch < c; ++ch) *out++ = from[ch];
    }
  }

  void Weighted(int64_t count, int32_t taps, const float* weights, const Pixel* x, int64_t stride,
                float* out) const {
    if constexpr (std::is_same_v<Pixel, float>) {
      vector_.weighted_floats(count, taps, weights, x, stride, out);
    } else {
      vector_.weighted_bytes(count, taps, weights, x, stride, out);
    }
  }

  void Standardize(int64_t count, const float* x, T* out) const {
    vector_.Activations<T>().standardize_floats(count, x, mean_, scale_, out);
  }
  void Standardize(int64_t count, const uint8_t* x, T* out) const {
    vector_.Activations<T>().standardize_bytes(count, x, mean_, scale_, out);
  }

  void AlongRow(const Taps& taps, int64_t first, const float* x, float* out) const {
    switch (batch_.c) {
      case 1:
        return ResampleRow<1>(batch_.w, taps, first, x, out);
      case 2:
        return ResampleRow<2>(batch_.w, taps, first, x, out);
      case 3:
        return ResampleRow<3>(batch_.w, taps, first, x, out);
      default:
        return ResampleRow<4>(batch_.w, taps, first, x, out);
    }
  }

  void Recolor(int64_t pixels, const rn_image_view& view, const float* x, float* out) const {
    constexpr bool kIsFloat = std::is_same_v<Pixel, float>;
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    constexpr float kLow = kIsFloat ? -kInfinity : 0.0f, kHigh = kIsFloat ? kInfinity : 255.0f;
    switch (batch_.c) {
      case 1:
        return RecolorRow<1>(pixels, view, kLow, kHigh, x, out);
      case 2:
        return RecolorRow<2>(pixels, view, kLow, kHigh, x, out);
      case 3:
        return RecolorRow<3>(pixels, view, kLow, kHigh, x, out);
      default:
        return RecolorRow<4>(pixels, view, kLow, kHigh, x, out);
    }
  }

  const VectorKernels& vector_;
  const rn_image_batch& batch_;
  const int64_t row_;
  const float* const mean_;
  const float* const scale_;
};

}  // namespace resnet
