// Average pooling over adjacent windows. Formula: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"
#include "resnet_native.h"

namespace resnet {

constexpr int32_t kMaxAveragePoolSize = 15;

inline int64_t AveragePoolOutputSize(int64_t image_size, int64_t size) { return (image_size - 1) / size + 1; }

// T is float or BFloat16, or, forward, uint8_t.
template <class T>
void AveragePoolForward(ThreadPool& pool, const VectorKernels& vector, const rn_average_pool_shape& shape,
                        const T* x, T* y);
template <class T>
void AveragePoolBackward(ThreadPool& pool, const VectorKernels& vector, const rn_average_pool_shape& shape,
                         const T* dy, T* dx);

}  // namespace resnet
