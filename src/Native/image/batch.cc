#include "image/batch.h"

#include <algorithm>

#include "base/scratch.h"
#include "kernels/vector/period.h"

namespace resnet {
namespace {

template <class T>
void StandardisePixels(const ActivationKernels<T>& kernels, int64_t count, const uint8_t* x, const float* mean,
                       const float* scale, T* out) {
  kernels.standardise_bytes(count, x, mean, scale, out);
}
template <class T>
void StandardisePixels(const ActivationKernels<T>& kernels, int64_t count, const float* x, const float* mean,
                       const float* scale, T* out) {
  kernels.standardise_floats(count, x, mean, scale, out);
}

// out = the pixels of x from the last to the first.
template <class Pixel>
void ReversePixels(int64_t pixels, int64_t c, const Pixel* x, Pixel* out) {
  const Pixel* from = x + pixels * c;
  for (int64_t i = 0; i < pixels; ++i) {
    from -= c;
    for (int64_t ch = 0; ch < c; ++ch) *out++ = from[ch];
  }
}

// mean and scale are repeated over an image row.
template <class Pixel, class T>
void LoadImage(const ActivationKernels<T>& kernels, const rn_image_batch& batch, int64_t i, const float* mean,
               const float* scale, T* out) {
  const int64_t h = batch.h, w = batch.w, c = batch.c, row = w * c;
  const Pixel* const image = static_cast<const Pixel*>(batch.store) + batch.indices[i] * h * row;
  const int64_t offset_y = batch.offset_y != nullptr ? batch.offset_y[i] : 0;
  const int64_t offset_x = batch.offset_x != nullptr ? batch.offset_x[i] : 0;
  const bool flip = batch.flip != nullptr && batch.flip[i] != 0;
  // Before a flip, output columns [first, end) come from stored columns shifted by offset_x.
  const int64_t first = std::clamp<int64_t>(-offset_x, 0, w);
  const int64_t end = std::clamp<int64_t>(w - offset_x, first, w);
  const int64_t left = flip ? w - end : first;
  const int64_t width = end - first;
  const Scratch reversed(static_cast<size_t>(flip ? row : 0));

  for (int64_t y = 0; y < h; ++y, out += row) {
    const int64_t sy = y + offset_y;
    if (sy < 0 || sy >= h || width == 0) {
      std::fill_n(out, row, T{});
      continue;
    }
    const Pixel* pixels = image + sy * row + (first + offset_x) * c;
    if (flip) {
      auto* const turned = reinterpret_cast<Pixel*>(reversed.data());
      ReversePixels(width, c, pixels, turned);
      pixels = turned;
    }
    std::fill_n(out, left * c, T{});
    StandardisePixels(kernels, width * c, pixels, mean, scale, out + left * c);
    std::fill_n(out + (left + width) * c, row - (left + width) * c, T{});
  }
}

}  // namespace

template <class T>
void ImageBatchLoad(ThreadPool& pool, const VectorKernels& vector, const rn_image_batch& batch, T* out) {
  const ActivationKernels<T>& kernels = vector.Activations<T>();
  const int64_t row = int64_t{batch.w} * batch.c;
  const Scratch scratch(static_cast<size_t>(2 * row));
  float* const mean = scratch.data();
  float* const scale = mean + row;
  Repeat(batch.mean, batch.c, row, mean);
  Repeat(batch.scale, batch.c, row, scale);
  pool.ParallelFor(batch.n, [&](int64_t i) {
    T* const image = out + i * batch.h * row;
    if (batch.is_float != 0) {
      LoadImage<float>(kernels, batch, i, mean, scale, image);
    } else {
      LoadImage<uint8_t>(kernels, batch, i, mean, scale, image);
    }
  });
}

template void ImageBatchLoad(ThreadPool&, const VectorKernels&, const rn_image_batch&, float*);
template void ImageBatchLoad(ThreadPool&, const VectorKernels&, const rn_image_batch&, BFloat16*);

}  // namespace resnet
