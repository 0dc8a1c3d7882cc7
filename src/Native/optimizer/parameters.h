// Operations on parameters other than the optimizer's step. Formulas: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

void MovingAverage(ThreadPool& pool, const VectorKernels& vector, float rate, int64_t count, const float* x,
                   float* average);

double SumOfSquares(ThreadPool& pool, const VectorKernels& vector, int64_t count, const float* x);

}  // namespace resnet
