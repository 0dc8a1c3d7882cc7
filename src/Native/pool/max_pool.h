// Max pooling over NHWC images. Formula: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"
#include "resnet_native.h"

namespace resnet {

constexpr int32_t kMaxPoolKernel = 15;  // the index of a tap must fit a byte

inline int64_t PoolOutputSize(int64_t size, const rn_pool_shape& shape) {
  return (size + 2 * int64_t{shape.pad} - shape.kernel) / shape.stride + 1;
}

// T is float or BFloat16, or, forward, uint8_t. argmax may be null.
template <class T>
void MaxPoolForward(ThreadPool& pool, const VectorKernels& vector, const rn_pool_shape& shape, const T* x, T* y,
                    uint8_t* argmax);
template <class T>
void MaxPoolBackward(ThreadPool& pool, const VectorKernels& vector, const rn_pool_shape& shape, const T* dy,
                     const uint8_t* argmax, T* dx);

}  // namespace resnet
