// The backward pass to the weights.
//   dweights[ky,kx,ic,oc] = sum over n,oy,ox of x[n, oy*stride_h+ky-pad_h, ox*stride_w+kx-pad_w, ic] *
//   dy[n,oy,ox,oc]
#pragma once

#include "base/thread_pool.h"
#include "conv/conv_shape.h"
#include "conv/tensor.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

void RunBackwardWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape, ConstTensor x,
                        ConstTensor dy, float* dweights);

}  // namespace resnet
