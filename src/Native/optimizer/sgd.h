// Stochastic gradient descent with momentum and weight decay. Formula: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

// average may be null.
void SgdStep(ThreadPool& pool, const VectorKernels& vector, const SgdRates& rates, float average_rate,
             int64_t count, const float* gradient, float* velocity, float* weights, float* average);

}  // namespace resnet
