// The mean over an image's pixels, x [n][pixels][c] to y [n][c].
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

struct AveragePoolShape {
  int64_t n, pixels, c;
};

void GlobalAveragePoolForward(ThreadPool& pool, const VectorKernels& vector, AveragePoolShape shape, const float* x,
                              float* y);
void GlobalAveragePoolBackward(ThreadPool& pool, AveragePoolShape shape, const float* dy, float* dx);

}  // namespace resnet
