// Stochastic gradient descent with momentum and weight decay. Formula: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

void SgdStep(ThreadPool& pool, const VectorKernels& vector, const SgdRates& rates, int64_t count,
             const float* gradient, float* velocity, float* weights);

}  // namespace resnet
