#include "elementwise/shortcut.h"

#include <algorithm>

#include "base/chunks.h"

namespace resnet {
namespace {

// Image rows of `row_elements` that make a task.
int64_t RowsPerTask(int64_t row_elements) { return std::max<int64_t>(1, kChunkElements / row_elements); }

}  // namespace

void ShortcutForward(ThreadPool& pool, const rn_shortcut_shape& shape, const float* x, float* y) {
  const int64_t in = shape.in_channels, out = shape.out_channels, stride = shape.stride;
  const int64_t out_h = ShortcutOutputSize(shape.h, stride);
  const int64_t out_w = ShortcutOutputSize(shape.w, stride);
  ForChunks(pool, shape.n * out_h, RowsPerTask(out_w * out), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t image = row / out_h, oy = row % out_h;
      const float* pixel = x + (image * shape.h + oy * stride) * shape.w * in;
      float* to = y + row * out_w * out;
      for (int64_t ox = 0; ox < out_w; ++ox) {
        float* const padding = std::copy_n(pixel + ox * stride * in, in, to + ox * out);
        std::fill_n(padding, out - in, 0.0f);
      }
    }
  });
}

void ShortcutBackward(ThreadPool& pool, const rn_shortcut_shape& shape, const float* dy, float* dx) {
  const int64_t in = shape.in_channels, out = shape.out_channels, stride = shape.stride;
  const int64_t out_h = ShortcutOutputSize(shape.h, stride);
  const int64_t out_w = ShortcutOutputSize(shape.w, stride);
  ForChunks(pool, shape.n * shape.h, RowsPerTask(shape.w * in), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t image = row / shape.h, iy = row % shape.h;
      float* to = dx + row * shape.w * in;
      std::fill_n(to, shape.w * in, 0.0f);
      if (iy % stride != 0) continue;
      const float* pixel = dy + (image * out_h + iy / stride) * out_w * out;
      for (int64_t ox = 0; ox < out_w; ++ox) std::copy_n(pixel + ox * out, in, to + ox * stride * in);
    }
  });
}

}  // namespace resnet
