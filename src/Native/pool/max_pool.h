// Max pooling over NHWC images. Formula: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"
#include "resnet_native.h"

namespace resnet {

constexpr int32_t kMaxPoolKernel = 15;  // the winning tap must fit a byte

inline int64_t PoolOutputSize(int64_t size, const rn_pool_shape& shape) {
  return (size + 2 * int64_t{shape.pad} - shape.kernel) / shape.stride + 1;
}

// argmax may be null.
void MaxPoolForward(ThreadPool& pool, const VectorKernels& vector, const rn_pool_shape& shape, const float* x,
                    float* y, uint8_t* argmax);
void MaxPoolBackward(ThreadPool& pool, const VectorKernels& vector, const rn_pool_shape& shape, const float* dy,
                     const uint8_t* argmax, float* dx);

}  // namespace resnet
