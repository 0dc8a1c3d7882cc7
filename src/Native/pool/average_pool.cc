#include "pool/average_pool.h"

#include <algorithm>

namespace resnet {
namespace {

struct Geometry {
  explicit Geometry(const rn_average_pool_shape& shape)
      : h(shape.h),
        w(shape.w),
        c(shape.c),
        size(shape.size),
        out_h(AveragePoolOutputSize(h, size)),
        out_w(AveragePoolOutputSize(w, size)) {}

  int64_t RowsOf(int64_t oy) const { return std::min(size, h - oy * size); }
  int64_t ColumnsOf(int64_t ox) const { return std::min(size, w - ox * size); }

  int64_t h, w, c, size, out_h, out_w;
};

}  // namespace

template <class T>
void AveragePoolForward(ThreadPool& pool, const VectorKernels& vector, const rn_average_pool_shape& shape,
                        const T* x, T* y) {
  const auto mean_of_taps = vector.Activations<T>().mean_of_taps;
  const Geometry g(shape);
  pool.ParallelFor(shape.n * g.out_h, [&](int64_t row) {
    const int64_t oy = row % g.out_h;
    const T* corner = x + (row / g.out_h * g.h + oy * g.size) * g.w * g.c;
    for (int64_t ox = 0; ox < g.out_w; ++ox, corner += g.size * g.c) {
      const T* taps[kMaxAveragePoolSize * kMaxAveragePoolSize];
      int32_t count = 0;
      for (int64_t ky = 0; ky < g.RowsOf(oy); ++ky) {
        for (int64_t kx = 0; kx < g.ColumnsOf(ox); ++kx) taps[count++] = corner + (ky * g.w + kx) * g.c;
      }
      mean_of_taps(count, taps, g.c, y + (row * g.out_w + ox) * g.c);
    }
  });
}

template <class T>
void AveragePoolBackward(ThreadPool& pool, const VectorKernels& vector, const rn_average_pool_shape& shape,
                         const T* dy, T* dx) {
  const auto divide = vector.Activations<T>().divide;
  const Geometry g(shape);
  pool.ParallelFor(shape.n * g.h, [&](int64_t row) {
    const int64_t oy = row % g.h / g.size;
    const T* from = dy + (row / g.h * g.out_h + oy) * g.out_w * g.c;
    T* to = dx + row * g.w * g.c;
    for (int64_t ox = 0; ox < g.out_w; ++ox, from += g.c) {
      const auto pixels = static_cast<float>(g.RowsOf(oy) * g.ColumnsOf(ox));
      divide(g.c, from, pixels, to);
      for (int64_t kx = 1; kx < g.ColumnsOf(ox); ++kx) std::copy_n(to, g.c, to + kx * g.c);
      to += g.ColumnsOf(ox) * g.c;
    }
  });
}

#define RESNET_INSTANTIATE(T)                                                                                      \
  template void AveragePoolForward(ThreadPool&, const VectorKernels&, const rn_average_pool_shape&, const T*, T*); \
  template void AveragePoolBackward(ThreadPool&, const VectorKernels&, const rn_average_pool_shape&, const T*, T*);
RESNET_INSTANTIATE(float)
RESNET_INSTANTIATE(BFloat16)
#undef RESNET_INSTANTIATE
template void AveragePoolForward(ThreadPool&, const VectorKernels&, const rn_average_pool_shape&, const uint8_t*,
                                 uint8_t*);

}  // namespace resnet
