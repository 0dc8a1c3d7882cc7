// A factor for every channel of every image (squeeze-and-excitation, Hu et al. 2017), with the residual add and
// ReLU that follow. Formulas: resnet_native.h. Optional operands may be null; T is float or BFloat16.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

struct ChannelScaleShape {
  int64_t n, pixels, c;
};

template <class T>
void ChannelScaleForward(ThreadPool& pool, const VectorKernels& vector, ChannelScaleShape shape, const T* x,
                         const float* scale, const T* residual, bool relu, T* y);
// y is null if there was no ReLU.
template <class T>
void ChannelScaleBackward(ThreadPool& pool, const VectorKernels& vector, ChannelScaleShape shape, const T* x,
                          const T* y, const T* dy, T* dresidual, float* dscale);
template <class T>
void ChannelScaleBackwardData(ThreadPool& pool, const VectorKernels& vector, ChannelScaleShape shape, const T* g,
                              const float* scale, const float* dmean, T* dx);

}  // namespace resnet
