#include "elementwise/shortcut.h"

#include <algorithm>

#include "base/bfloat16.h"
#include "base/chunks.h"

namespace resnet {
namespace {

// The rows of `row_elements` elements that a task computes.
int64_t RowsPerTask(int64_t row_elements) { return std::max<int64_t>(1, kChunkElements / row_elements); }

}  // namespace

template <class T>
void ShortcutForward(ThreadPool& pool, const rn_shortcut_shape& shape, const T* x, T* y) {
  const int64_t in = shape.in_channels, out = shape.out_channels, stride = shape.stride;
  const int64_t out_h = ShortcutOutputSize(shape.h, stride);
  const int64_t out_w = ShortcutOutputSize(shape.w, stride);
  ForChunks(pool, shape.n * out_h, RowsPerTask(out_w * out), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t image = row / out_h, oy = row % out_h;
      const T* pixel = x + (image * shape.h + oy * stride) * shape.w * in;
      T* to = y + row * out_w * out;
      for (int64_t ox = 0; ox < out_w; ++ox) {
        T* const padding = std::copy_n(pixel + ox * stride * in, in, to + ox * out);
        std::fill_n(padding, out - in, T{});
      }
    }
  });
}

template <class T>
void ShortcutBackward(ThreadPool& pool, const rn_shortcut_shape& shape, const T* dy, T* dx) {
  const int64_t in = shape.in_channels, out = shape.out_channels, stride = shape.stride;
  const int64_t out_h = ShortcutOutputSize(shape.h, stride);
  const int64_t out_w = ShortcutOutputSize(shape.w, stride);
  ForChunks(pool, shape.n * shape.h, RowsPerTask(shape.w * in), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t image = row / shape.h, iy = row % shape.h;
      T* to = dx + row * shape.w * in;
      std::fill_n(to, shape.w * in, T{});
      if (iy % stride != 0) continue;
      const T* pixel = dy + (image * out_h + iy / stride) * out_w * out;
      for (int64_t ox = 0; ox < out_w; ++ox) std::copy_n(pixel + ox * out, in, to + ox * stride * in);
    }
  });
}

#define RESNET_INSTANTIATE(T)                                                         \
  template void ShortcutForward(ThreadPool&, const rn_shortcut_shape&, const T*, T*); \
  template void ShortcutBackward(ThreadPool&, const rn_shortcut_shape&, const T*, T*);
RESNET_INSTANTIATE(float)
RESNET_INSTANTIATE(BFloat16)
#undef RESNET_INSTANTIATE
template void ShortcutForward(ThreadPool&, const rn_shortcut_shape&, const uint8_t*, uint8_t*);

}  // namespace resnet
