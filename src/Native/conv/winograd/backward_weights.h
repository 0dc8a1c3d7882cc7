// The backward pass to the weights of 3x3 convolutions of stride 1, by Winograd's algorithm:
//   dweights = G^T [ sum over tiles of (B^T x B) . (A dy A^T) ] G
// The sum over tiles is a matrix product [channels][tiles] * [tiles][out channels] for each position; it is
// transformed back once.
#pragma once

#include "base/thread_pool.h"
#include "conv/conv_shape.h"
#include "conv/tensor.h"
#include "conv/winograd/convolution.h"

namespace resnet {

void RunWinogradBackwardWeights(ThreadPool& pool, const WinogradMethod& method, const ConvShape& shape,
                                ConstTensor x, ConstTensor dy, float* dweights);

}  // namespace resnet
