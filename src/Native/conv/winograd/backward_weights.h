// The backward pass to the weights of 3x3 convolutions of stride 1, by Winograd's algorithm:
//   dweights = G^T [ sum over tiles of (B^T x B) . (A dy A^T) ] G
// For each position, the sum over tiles is a matrix product [channels][tiles] * [tiles][out channels]. It is
// transformed back once.
#pragma once

#include "base/tensor.h"
#include "base/thread_pool.h"
#include "conv/conv_shape.h"
#include "conv/winograd/convolution.h"

namespace resnet {

void RunWinogradBackwardWeights(ThreadPool& pool, const WinogradMethod& method, const ConvShape& shape,
                                ConstTensor x, ConstTensor dy, float* dweights);

}  // namespace resnet
