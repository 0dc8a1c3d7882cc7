// Loads batches from a pixel store as network input. Formulas: resnet_native.h.
#pragma once

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"
#include "resnet_native.h"

namespace resnet {

constexpr int32_t kMaxImageChannels = 4;

// `batch` has been checked. T is float or BFloat16.
template <class T>
void ImageBatchLoad(ThreadPool& pool, const VectorKernels& vector, const rn_image_batch& batch, T* out);

// True if the view copies stored pixels; otherwise it resamples them.
bool IsCopied(const rn_image_batch& batch, const rn_image_view& view);

// sum has batch.c entries, products batch.c * batch.c.
void ImageStatistics(ThreadPool& pool, const rn_image_batch& batch, double* sum, double* products);

}  // namespace resnet
