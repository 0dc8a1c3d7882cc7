#include "image/batch.h"

#include <algorithm>
#include <cmath>

#include "base/scratch.h"
#include "image/view.h"
#include "kernels/vector/period.h"

namespace resnet {
namespace {

rn_image_view CenterOf(const rn_image_batch& batch) {
  rn_image_view view = {};
  view.height = static_cast<float>(batch.h);
  view.width = static_cast<float>(batch.w);
  view.top = std::floor(static_cast<float>(batch.store_h - batch.h) / 2);
  view.left = std::floor(static_cast<float>(batch.store_w - batch.w) / 2);
  return view;
}

template <class Pixel, class T>
void LoadImages(ThreadPool& pool, const VectorKernels& vector, const rn_image_batch& batch, const float* mean,
                const float* scale, T* out) {
  const int64_t stored = int64_t{batch.store_h} * batch.store_w * batch.c,
                size = int64_t{batch.h} * batch.w * batch.c;
  const rn_image_view center = CenterOf(batch);
  const ViewLoader<Pixel, T> loader(vector, batch, mean, scale);
  pool.ParallelFor(batch.n, [&](int64_t i) {
    const Pixel* const image = static_cast<const Pixel*>(batch.store) + batch.indices[i] * stored;
    loader.Load(image, batch.views != nullptr ? batch.views[i] : center, out + i * size);
  });
}

}  // namespace

bool IsCopied(const rn_image_batch& batch, const rn_image_view& view) {
  return view.height == static_cast<float>(batch.h) && view.width == static_cast<float>(batch.w) &&
         view.top == std::floor(view.top) && view.left == std::floor(view.left);
}

template <class T>
void ImageBatchLoad(ThreadPool& pool, const VectorKernels& vector, const rn_image_batch& batch, T* out) {
  const int64_t row = int64_t{batch.w} * batch.c;
  const Scratch scratch(static_cast<size_t>(2 * row));
  float* const mean = scratch.data();
  float* const scale = mean + row;
  Repeat(batch.mean, batch.c, row, mean);
  Repeat(batch.scale, batch.c, row, scale);
  if (batch.is_float != 0) {
    LoadImages<float>(pool, vector, batch, mean, scale, out);
  } else {
    LoadImages<uint8_t>(pool, vector, batch, mean, scale, out);
  }
}

template void ImageBatchLoad(ThreadPool&, const VectorKernels&, const rn_image_batch&, float*);
template void ImageBatchLoad(ThreadPool&, const VectorKernels&, const rn_image_batch&, BFloat16*);

}  // namespace resnet
