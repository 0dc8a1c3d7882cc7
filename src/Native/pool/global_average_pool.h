// The mean over an image's pixels, x [n][pixels][c] to y [n][c].
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

struct AveragePoolShape {
  int64_t n, pixels, c;
};

// T is float or BFloat16, or, forward, uint8_t; the means and their gradients are always float.
template <class T>
void GlobalAveragePoolForward(ThreadPool& pool, const VectorKernels& vector, AveragePoolShape shape, const T* x,
                              float* y);
template <class T>
void GlobalAveragePoolBackward(ThreadPool& pool, const VectorKernels& vector, AveragePoolShape shape,
                               const float* dy, T* dx);

}  // namespace resnet
