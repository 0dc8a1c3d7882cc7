// A pixel store, a batch from it, and the expected result by the formulas of resnet_native.h.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/compare.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {

constexpr int64_t kImages = 6;

struct ImageSize {
  int32_t h, w;
};

struct ImageBatch {
  // Sets views to random crops that reach outside the image, half of them flipped.
  ImageBatch(int64_t n, ImageSize stored, ImageSize output, int32_t c, bool is_float)
      : count(n * output.h * output.w * c),
        bytes(kImages * stored.h * stored.w * c),
        floats(kImages * stored.h * stored.w * c),
        indices(n),
        views(n),
        mean(Random(1).Floats(c, 0, 200)),
        scale(Random(2).Floats(c, 0.01f, 0.1f)),
        random(static_cast<uint64_t>(stored.h * 100 + stored.w)) {
    for (uint8_t& value : bytes) value = static_cast<uint8_t>(random.Below(256));
    for (float& value : floats) value = random.Uniform(-300, 300);
    for (int64_t i = 0; i < n; ++i) {
      indices[i] = random.Below(kImages);
      views[i] = {};
      views[i].top = static_cast<float>(random.Below(output.h + stored.h + 3) - output.h - 1);
      views[i].left = static_cast<float>(random.Below(output.w + stored.w + 3) - output.w - 1);
      views[i].height = static_cast<float>(output.h);
      views[i].width = static_cast<float>(output.w);
      views[i].flip = static_cast<int32_t>(random.Below(2));
    }
    const void* store = is_float ? static_cast<const void*>(floats.data()) : bytes.data();
    batch = {n,       output.h,       output.w,     c,           stored.h,    stored.w, is_float, store,
             kImages, indices.data(), views.data(), mean.data(), scale.data()};
  }

  // Sets views to parts of any size and position.
  void ResampleViews() {
    for (rn_image_view& view : views) {
      view.height = random.Uniform(0.01f, 1) * static_cast<float>(batch.store_h);
      view.width = random.Uniform(0.01f, 1) * static_cast<float>(batch.store_w);
      view.top = random.Uniform(0, 1) * (static_cast<float>(batch.store_h) - view.height);
      view.left = random.Uniform(0, 1) * (static_cast<float>(batch.store_w) - view.width);
    }
  }

  void RecolorViews() {
    for (rn_image_view& view : views) {
      view.recolor = static_cast<int32_t>(random.Below(2));
      for (auto& row : view.matrix) {
        for (float& value : row) value = random.Uniform(-1.5f, 1.5f);
      }
      for (float& value : view.shift) value = random.Uniform(-100, 100);
    }
  }

  void EraseViews() {
    for (rn_image_view& view : views) {
      view.erased_top = static_cast<int32_t>(random.Below(batch.h + 4) - 2);
      view.erased_left = static_cast<int32_t>(random.Below(batch.w + 4) - 2);
      view.erased_height = static_cast<int32_t>(random.Below(batch.h + 2));
      view.erased_width = static_cast<int32_t>(random.Below(batch.w + 2));
    }
  }

  double Stored(int64_t element) const {
    return batch.is_float != 0 ? static_cast<double>(floats[element]) : static_cast<double>(bytes[element]);
  }

  rn_image_view ViewOf(int64_t i) const {
    if (batch.views != nullptr) return batch.views[i];
    rn_image_view view = {};
    view.top = static_cast<float>(std::floor((batch.store_h - batch.h) / 2.0));
    view.left = static_cast<float>(std::floor((batch.store_w - batch.w) / 2.0));
    view.height = static_cast<float>(batch.h);
    view.width = static_cast<float>(batch.w);
    return view;
  }

  // The weights of all stored rows (or columns) for row (or column) i of the output.
  static std::vector<double> Triangle(int32_t stored, double begin, double part, int32_t outputs, int64_t i) {
    const double step = part / outputs, radius = std::max(step, 1.0), place = begin + (i + 0.5) * step;
    std::vector<double> weights(stored);
    double sum = 0;
    for (int32_t s = 0; s < stored; ++s) sum += weights[s] = std::max(0.0, 1 - std::abs(s + 0.5 - place) / radius);
    for (double& weight : weights) weight /= sum;
    return weights;
  }

  // The view's pixel before the color transform, or none outside the image.
  bool Pixel(int64_t i, int64_t y, int64_t x, Expected* pixel) const {
    const rn_image_batch& b = batch;
    const rn_image_view view = ViewOf(i);
    const int64_t seen_x = view.flip != 0 ? b.w - 1 - x : x;
    const int64_t image = b.indices[i] * b.store_h;
    const bool copied = view.height == static_cast<float>(b.h) && view.width == static_cast<float>(b.w) &&
                        view.top == std::floor(view.top) && view.left == std::floor(view.left);
    if (copied) {
      const int64_t sy = y + static_cast<int64_t>(view.top), sx = seen_x + static_cast<int64_t>(view.left);
      if (sy < 0 || sy >= b.store_h || sx < 0 || sx >= b.store_w) return false;
      for (int64_t ch = 0; ch < b.c; ++ch) pixel[ch] = {Stored(((image + sy) * b.store_w + sx) * b.c + ch), 0};
      return true;
    }
    const std::vector<double> rows = Triangle(b.store_h, view.top, view.height, b.h, y);
    const std::vector<double> columns = Triangle(b.store_w, view.left, view.width, b.w, seen_x);
    for (int64_t ch = 0; ch < b.c; ++ch) {
      double value = 0, magnitude = 0;
      int64_t taps = 0;
      for (int64_t sy = 0; sy < b.store_h; ++sy) {
        for (int64_t sx = 0; sx < b.store_w; ++sx) {
          const double weight = rows[sy] * columns[sx];
          if (weight == 0) continue;
          const double product = weight * Stored(((image + sy) * b.store_w + sx) * b.c + ch);
          value += product, magnitude += std::abs(product), ++taps;
        }
      }
      // Two roundings for each weight and for each addition; partial sums do not exceed the products.
      pixel[ch] = {value, static_cast<double>(2 * taps + 6) * kEpsilon * magnitude};
    }
    return true;
  }

  void Recolor(const rn_image_view& view, Expected* pixel) const {
    Expected changed[4];
    for (int32_t ch = 0; ch < batch.c; ++ch) {
      double value = view.shift[ch], magnitude = std::abs(value), tolerance = 0;
      for (int32_t k = 0; k < batch.c; ++k) {
        const double factor = view.matrix[ch][k];
        value += factor * pixel[k].value;
        magnitude += std::abs(factor * pixel[k].value);
        tolerance += std::abs(factor) * pixel[k].tolerance;
      }
      if (batch.is_float == 0) value = std::clamp(value, 0.0, 255.0);
      changed[ch] = {value, tolerance + 6 * kEpsilon * magnitude};
    }
    std::copy_n(changed, batch.c, pixel);
  }

  std::vector<Expected> Reference() const {
    std::vector<Expected> out;
    for (int64_t i = 0; i < batch.n; ++i) {
      const rn_image_view view = ViewOf(i);
      for (int64_t y = 0; y < batch.h; ++y) {
        for (int64_t x = 0; x < batch.w; ++x) {
          Expected pixel[4];
          const bool erased = y >= view.erased_top && y - view.erased_top < view.erased_height &&
                              x >= view.erased_left && x - view.erased_left < view.erased_width;
          if (erased || !Pixel(i, y, x, pixel)) {
            out.insert(out.end(), batch.c, Expected{0, 0});
            continue;
          }
          if (view.recolor != 0) Recolor(view, pixel);
          for (int32_t ch = 0; ch < batch.c; ++ch) {
            const double result = (pixel[ch].value - batch.mean[ch]) * batch.scale[ch];
            out.push_back({result, pixel[ch].tolerance * batch.scale[ch] + 3 * kEpsilon * std::abs(result)});
          }
        }
      }
    }
    return out;
  }

  int64_t count;
  Guarded<uint8_t> bytes;
  Guarded<float> floats;
  Guarded<int64_t> indices;
  Guarded<rn_image_view> views;
  Guarded<float> mean, scale;
  Random random;
  rn_image_batch batch;
};

}  // namespace resnet
