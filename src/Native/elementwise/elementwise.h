// Element by element over whole tensors. Formulas and aliasing: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

void ReluForward(ThreadPool& pool, const VectorKernels& vector, int64_t count, const float* x, float* y);
void ReluBackward(ThreadPool& pool, const VectorKernels& vector, int64_t count, const float* y, const float* dy,
                  float* dx);
void Add(ThreadPool& pool, const VectorKernels& vector, int64_t count, const float* a, const float* b, float* y);

}  // namespace resnet
