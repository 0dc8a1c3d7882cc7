// From a pixel store to network input. Formulas: resnet_native.h.
#pragma once

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"
#include "resnet_native.h"

namespace resnet {

constexpr int32_t kMaxImageChannels = 4;

// `batch` has been checked. T is float or BFloat16.
template <class T>
void ImageBatchLoad(ThreadPool& pool, const VectorKernels& vector, const rn_image_batch& batch, T* out);

// Whether the view takes stored pixels as they are; else they are resampled.
bool IsCopied(const rn_image_batch& batch, const rn_image_view& view);

// sum has batch.c entries, products the square of that.
void ImageStatistics(ThreadPool& pool, const rn_image_batch& batch, double* sum, double* products);

}  // namespace resnet
