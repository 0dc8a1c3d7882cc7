#include "pool/global_average_pool.h"

#include <algorithm>

#include "base/scratch.h"
#include "kernels/vector/period.h"

namespace resnet {
namespace {

// Pixels that are summed in single precision before the sum is added to one in double precision.
constexpr int64_t kPixelsPerSum = 256;

}  // namespace

template <class T>
void GlobalAveragePoolForward(ThreadPool& pool, const VectorKernels& vector, AveragePoolShape shape, const T* x,
                              float* y) {
  const int64_t c = shape.c;
  const int64_t period = PeriodOf(c);
  const int64_t step = kPixelsPerSum * (period / c);
  pool.ParallelFor(shape.n, [&](int64_t image) {
    const Scratch scratch(static_cast<size_t>(period + 4 * c));
    auto* const total = reinterpret_cast<double*>(scratch.data());
    double* const part = total + c;
    float* const sum = scratch.data() + 4 * c;
    std::fill_n(total, c, 0.0);
    for (int64_t begin = 0; begin < shape.pixels; begin += step) {
      const int64_t pixels = std::min(step, shape.pixels - begin);
      std::fill_n(sum, period, 0.0f);
      vector.Activations<T>().sum({pixels * c, period}, x + (image * shape.pixels + begin) * c, sum);
      Fold(sum, c, period, part);
      for (int64_t i = 0; i < c; ++i) total[i] += part[i];
    }
    for (int64_t i = 0; i < c; ++i)
      y[image * c + i] = static_cast<float>(total[i] / static_cast<double>(shape.pixels));
  });
}

template <class T>
void GlobalAveragePoolBackward(ThreadPool& pool, const VectorKernels& vector, AveragePoolShape shape,
                               const float* dy, T* dx) {
  const int64_t c = shape.c;
  const auto pixels = static_cast<float>(shape.pixels);
  pool.ParallelFor(shape.n, [&](int64_t image) {
    const Scratch share(static_cast<size_t>(c));
    for (int64_t i = 0; i < c; ++i) share.data()[i] = dy[image * c + i] / pixels;
    T* const first = dx + image * shape.pixels * c;
    if constexpr (std::is_same<T, float>::value) {
      std::copy_n(share.data(), c, first);
    } else {
      vector.round(c, share.data(), first);
    }
    for (int64_t pixel = 1; pixel < shape.pixels; ++pixel) std::copy_n(first, c, first + pixel * c);
  });
}

#define RESNET_INSTANTIATE(T)                                                                                    \
  template void GlobalAveragePoolForward(ThreadPool&, const VectorKernels&, AveragePoolShape, const T*, float*); \
  template void GlobalAveragePoolBackward(ThreadPool&, const VectorKernels&, AveragePoolShape, const float*, T*);
RESNET_INSTANTIATE(float)
RESNET_INSTANTIATE(BFloat16)
#undef RESNET_INSTANTIATE
template void GlobalAveragePoolForward(ThreadPool&, const VectorKernels&, AveragePoolShape, const uint8_t*, float*);

}  // namespace resnet
