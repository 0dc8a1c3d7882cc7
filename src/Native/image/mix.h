// Mixes the images of a batch with each other (mixup, CutMix). Formula: resnet_native.h.
#pragma once

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"
#include "resnet_native.h"

namespace resnet {

struct ImageMix {
  int64_t n, h, w, c;
  const float* share;
  const rn_box* boxes;
};

// T is float or BFloat16.
template <class T>
void ImageBatchMix(ThreadPool& pool, const VectorKernels& vector, const ImageMix& mix, T* images);

}  // namespace resnet
