// The backward pass to the weights by the direct algorithm: a GEMM whose reduction runs over output pixels.
#pragma once

#include "base/tensor.h"
#include "base/thread_pool.h"
#include "conv/conv_shape.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

void RunBackwardWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape, ConstTensor x,
                        ConstTensor dy, float* dweights);

}  // namespace resnet
