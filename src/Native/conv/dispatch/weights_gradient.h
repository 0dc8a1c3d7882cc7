// The backward pass to the weights, by whichever algorithm.
//
//   dweights[ky,kx,ic,oc] = sum over n,oy,ox of x[n, oy*stride_h+ky-pad_h, ox*stride_w+kx-pad_w, ic] *
//   dy[n,oy,ox,oc]
#pragma once

#include "base/isa.h"
#include "base/tensor.h"
#include "base/thread_pool.h"
#include "conv/algorithm.h"
#include "conv/conv_shape.h"

namespace resnet {

void ComputeWeightsGradient(ThreadPool& pool, Isa isa, const ConvShape& shape, Algorithm algorithm, ConstTensor x,
                            ConstTensor dy, float* dweights);

}  // namespace resnet
