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

// sum and sum_of_squares have batch.c entries.
void ImageStatistics(ThreadPool& pool, const rn_image_batch& batch, double* sum, double* sum_of_squares);

}  // namespace resnet
