#include "image/mix.h"

#include <algorithm>

#include "base/scratch.h"

namespace resnet {
namespace {

// Mixes row y of image i with `next`, the same row of the next image.
template <class T>
void MixRow(const ActivationKernels<T>& kernels, const ImageMix& mix, int64_t i, int64_t y, const T* next, T* row) {
  const rn_box& box = mix.boxes[i];
  const bool in_box = y >= box.top && y < box.bottom;
  const int64_t left = in_box ? box.left * mix.c : 0, right = in_box ? box.right * mix.c : 0;
  const int64_t length = mix.w * mix.c;
  if (mix.share[i] != 1) {
    kernels.blend(left, mix.share[i], row, next, row);
    kernels.blend(length - right, mix.share[i], row + right, next + right, row + right);
  }
  std::copy(next + left, next + right, row + left);
}

}  // namespace

// A task mixes one row of all images, from the first image to the last, so that the next image's row is still
// unmodified. Only the last image, whose next is the first, needs a copy.
template <class T>
void ImageBatchMix(ThreadPool& pool, const VectorKernels& vector, const ImageMix& mix, T* images) {
  const ActivationKernels<T>& kernels = vector.Activations<T>();
  const int64_t length = mix.w * mix.c, image = mix.h * length;
  pool.ParallelFor(mix.h, [&](int64_t y) {
    const Scratch scratch(static_cast<size_t>(length));
    auto* const first = reinterpret_cast<T*>(scratch.data());
    T* row = images + y * length;
    std::copy_n(row, length, first);
    for (int64_t i = 0; i < mix.n; ++i, row += image) {
      MixRow(kernels, mix, i, y, i + 1 < mix.n ? row + image : first, row);
    }
  });
}

template void ImageBatchMix(ThreadPool&, const VectorKernels&, const ImageMix&, float*);
template void ImageBatchMix(ThreadPool&, const VectorKernels&, const ImageMix&, BFloat16*);

}  // namespace resnet
