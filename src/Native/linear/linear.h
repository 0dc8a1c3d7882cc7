// The fully connected layer: a 1x1 convolution over n pixels.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

struct LinearShape {
  int64_t n, in, out;
};

// y[n,o] = bias[o] + sum over i of x[n,i] * weights[i,o]
void LinearForward(ThreadPool& pool, const GemmKernels& kernels, const LinearShape& shape, const float* x,
                   const float* weights, const float* bias, float* y);
// dx[n,i] = sum over o of dy[n,o] * weights[i,o]
void LinearBackwardData(ThreadPool& pool, const GemmKernels& kernels, const LinearShape& shape, const float* dy,
                        const float* weights, float* dx);
// dweights[i,o] = sum over n of x[n,i] * dy[n,o];  dbias[o] = sum over n of dy[n,o]
void LinearBackwardWeights(ThreadPool& pool, const GemmKernels& kernels, const LinearShape& shape, const float* x,
                           const float* dy, float* dweights, float* dbias);

}  // namespace resnet
