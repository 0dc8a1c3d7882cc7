#include "excitation/channel_scale.h"

#include <algorithm>

#include "base/chunks.h"
#include "base/scratch.h"
#include "kernels/vector/period.h"

namespace resnet {
namespace {

// Pixels that are summed in single precision before the sum is added to one in double precision.
constexpr int64_t kPixelsPerSum = 256;

// Calls f(image, first pixel, pixels) in tasks of about kChunkElements.
template <class F>
void ForPixelChunks(ThreadPool& pool, ChannelScaleShape shape, const F& f) {
  const int64_t chunk = std::max<int64_t>(1, kChunkElements / shape.c);
  const int64_t chunks = ChunkCount(shape.pixels, chunk);
  pool.ParallelFor(shape.n * chunks, [&](int64_t task) {
    const int64_t first = task % chunks * chunk;
    f(task / chunks, first, std::min(chunk, shape.pixels - first));
  });
}

}  // namespace

// Both use the kernel of batch normalization, with an image's factors as scales and a mean of 0.
template <class T>
void ChannelScaleForward(ThreadPool& pool, const VectorKernels& vector, ChannelScaleShape shape, const T* x,
                         const float* scale, const T* residual, bool relu, T* y) {
  const int64_t period = PeriodOf(shape.c);
  ForPixelChunks(pool, shape, [&](int64_t image, int64_t first, int64_t pixels) {
    const Scratch repeated(static_cast<size_t>(2 * period));
    float* const zero = repeated.data() + period;
    Repeat(scale + image * shape.c, shape.c, period, repeated.data());
    std::fill_n(zero, period, 0.0f);
    const int64_t at = (image * shape.pixels + first) * shape.c;
    vector.Activations<T>().normalize({pixels * shape.c, period}, x + at, zero, repeated.data(), zero,
                                      residual != nullptr ? residual + at : nullptr, relu, y + at);
  });
}

template <class T>
void ChannelScaleBackwardData(ThreadPool& pool, const VectorKernels& vector, ChannelScaleShape shape, const T* g,
                              const float* scale, const float* dmean, T* dx) {
  const int64_t c = shape.c, period = PeriodOf(c);
  const auto all_pixels = static_cast<float>(shape.pixels);
  ForPixelChunks(pool, shape, [&](int64_t image, int64_t first, int64_t pixels) {
    const Scratch repeated(static_cast<size_t>(3 * period + c));
    float* const zero = repeated.data() + period;
    float* const share = zero + period;
    float* const image_share = share + period;
    for (int64_t i = 0; i < c; ++i) image_share[i] = dmean[image * c + i] / all_pixels;
    Repeat(scale + image * c, c, period, repeated.data());
    Repeat(image_share, c, period, share);
    std::fill_n(zero, period, 0.0f);
    const int64_t at = (image * shape.pixels + first) * c;
    vector.Activations<T>().normalize({pixels * c, period}, g + at, zero, repeated.data(), share, nullptr, false,
                                      dx + at);
  });
}

// The sums of batch normalization's backward pass, for each image separately.
template <class T>
void ChannelScaleBackward(ThreadPool& pool, const VectorKernels& vector, ChannelScaleShape shape, const T* x,
                          const T* y, const T* dy, T* dresidual, float* dscale) {
  const int64_t c = shape.c, period = PeriodOf(c);
  const int64_t step = kPixelsPerSum * (period / c);
  pool.ParallelFor(shape.n, [&](int64_t image) {
    const Scratch scratch(static_cast<size_t>(3 * period + 4 * c));
    auto* const total = reinterpret_cast<double*>(scratch.data());
    double* const part = total + c;
    float* const zero = scratch.data() + 4 * c;
    float* const sum = zero + period;
    float* const product = sum + period;
    std::fill_n(total, c, 0.0);
    std::fill_n(zero, period, 0.0f);
    for (int64_t begin = 0; begin < shape.pixels; begin += step) {
      const int64_t at = (image * shape.pixels + begin) * c;
      std::fill_n(sum, 2 * period, 0.0f);
      vector.Activations<T>().gradient_sums({std::min(step, shape.pixels - begin) * c, period}, x + at,
                                            {y != nullptr ? y + at : nullptr, nullptr, nullptr}, dy + at, zero, sum,
                                            product, dresidual + at);
      Fold(product, c, period, part);
      for (int64_t i = 0; i < c; ++i) total[i] += part[i];
    }
    for (int64_t i = 0; i < c; ++i) dscale[image * c + i] = static_cast<float>(total[i]);
  });
}

#define RESNET_INSTANTIATE(T)                                                                                     \
  template void ChannelScaleForward(ThreadPool&, const VectorKernels&, ChannelScaleShape, const T*, const float*, \
                                    const T*, bool, T*);                                                          \
  template void ChannelScaleBackward(ThreadPool&, const VectorKernels&, ChannelScaleShape, const T*, const T*,    \
                                     const T*, T*, float*);                                                       \
  template void ChannelScaleBackwardData(ThreadPool&, const VectorKernels&, ChannelScaleShape, const T*,          \
                                         const float*, const float*, T*);
RESNET_INSTANTIATE(float)
RESNET_INSTANTIATE(BFloat16)
#undef RESNET_INSTANTIATE

}  // namespace resnet
