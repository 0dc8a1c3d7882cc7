// The elementwise sigmoid in fp32, which computes the factors of squeeze-and-excitation. Formulas: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"

namespace resnet {

void SigmoidForward(ThreadPool& pool, int64_t count, const float* x, float* y);
void SigmoidBackward(ThreadPool& pool, int64_t count, const float* y, const float* dy, float* dx);

}  // namespace resnet
