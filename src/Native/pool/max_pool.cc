#include "pool/max_pool.h"

#include <algorithm>

namespace resnet {
namespace {

constexpr int kMaxTaps = kMaxPoolKernel * kMaxPoolKernel;

struct Geometry {
  explicit Geometry(const rn_pool_shape& shape)
      : h(shape.h),
        w(shape.w),
        c(shape.c),
        kernel(shape.kernel),
        stride(shape.stride),
        pad(shape.pad),
        out_h(PoolOutputSize(h, shape)),
        out_w(PoolOutputSize(w, shape)) {}

  int64_t h, w, c, kernel, stride, pad, out_h, out_w;
};

// A half-open range.
struct Range {
  int64_t begin, end;
};

// The taps of output `o` that lie inside an input of `size`.
Range TapsInside(const Geometry& g, int64_t o, int64_t size) {
  const int64_t origin = o * g.stride - g.pad;
  return {std::max<int64_t>(0, -origin), std::min(g.kernel, size - origin)};
}

// Those of out_size outputs whose window covers input `i`.
Range OutputsCovering(const Geometry& g, int64_t i, int64_t out_size) {
  const int64_t last = i + g.pad;
  const int64_t first = last - g.kernel + 1;
  return {first <= 0 ? 0 : (first + g.stride - 1) / g.stride, std::min(out_size, last / g.stride + 1)};
}

}  // namespace

template <class T>
void MaxPoolForward(ThreadPool& pool, const VectorKernels& vector, const rn_pool_shape& shape, const T* x, T* y,
                    uint8_t* argmax) {
  const auto max_of_taps = vector.Activations<T>().max_of_taps;
  const Geometry g(shape);
  pool.ParallelFor(shape.n * g.out_h, [&](int64_t row) {
    const T* image = x + row / g.out_h * g.h * g.w * g.c;
    const int64_t oy = row % g.out_h;
    const Range rows = TapsInside(g, oy, g.h);
    for (int64_t ox = 0; ox < g.out_w; ++ox) {
      const Range columns = TapsInside(g, ox, g.w);
      const T* taps[kMaxTaps];
      uint8_t ids[kMaxTaps];
      int32_t count = 0;
      for (int64_t ky = rows.begin; ky < rows.end; ++ky) {
        const int64_t iy = oy * g.stride + ky - g.pad;
        for (int64_t kx = columns.begin; kx < columns.end; ++kx, ++count) {
          taps[count] = image + (iy * g.w + ox * g.stride + kx - g.pad) * g.c;
          ids[count] = static_cast<uint8_t>(ky * g.kernel + kx);
        }
      }
      const int64_t out = (row * g.out_w + ox) * g.c;
      max_of_taps(count, taps, ids, g.c, y + out, argmax != nullptr ? argmax + out : nullptr);
    }
  });
}

// Gathers instead of scattering: every input pixel adds the gradients of those windows that cover it and have it as
// their maximum. So one thread writes each element of dx, once, with its terms in a fixed order.
template <class T>
void MaxPoolBackward(ThreadPool& pool, const VectorKernels& vector, const rn_pool_shape& shape, const T* dy,
                     const uint8_t* argmax, T* dx) {
  const auto sum_of_winners = vector.Activations<T>().sum_of_winners;
  const Geometry g(shape);
  pool.ParallelFor(shape.n * g.h, [&](int64_t row) {
    const int64_t first = row / g.h * g.out_h * g.out_w * g.c;
    const int64_t iy = row % g.h;
    const Range rows = OutputsCovering(g, iy, g.out_h);
    for (int64_t ix = 0; ix < g.w; ++ix) {
      const Range columns = OutputsCovering(g, ix, g.out_w);
      const T* gradients[kMaxTaps];
      const uint8_t* winners[kMaxTaps];
      uint8_t ids[kMaxTaps];
      int32_t count = 0;
      for (int64_t oy = rows.begin; oy < rows.end; ++oy) {
        const int64_t ky = iy + g.pad - oy * g.stride;
        for (int64_t ox = columns.begin; ox < columns.end; ++ox, ++count) {
          const int64_t out = first + (oy * g.out_w + ox) * g.c;
          gradients[count] = dy + out;
          winners[count] = argmax + out;
          ids[count] = static_cast<uint8_t>(ky * g.kernel + ix + g.pad - ox * g.stride);
        }
      }
      sum_of_winners(count, gradients, winners, ids, g.c, dx + (row * g.w + ix) * g.c);
    }
  });
}

#define RESNET_INSTANTIATE(T)                                                                                      \
  template void MaxPoolForward(ThreadPool&, const VectorKernels&, const rn_pool_shape&, const T*, T*, uint8_t*);   \
  template void MaxPoolBackward(ThreadPool&, const VectorKernels&, const rn_pool_shape&, const T*, const uint8_t*, \
                                T*);
RESNET_INSTANTIATE(float)
RESNET_INSTANTIATE(BFloat16)
#undef RESNET_INSTANTIATE
template void MaxPoolForward(ThreadPool&, const VectorKernels&, const rn_pool_shape&, const uint8_t*, uint8_t*,
                             uint8_t*);

}  // namespace resnet
