// Which way a convolution is computed.
#pragma once

#include "conv/conv_shape.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

enum class Algorithm {
  kDirect,
  kWinograd2,  // by tiles of 2x2 outputs
  kWinograd4,  // by tiles of 4x4
};
enum class Pass { kForward, kBackwardData, kBackwardWeights };

// 3x3 kernels of stride 1.
bool IsWinogradShape(const ConvShape& shape);

// The better tile size for a Winograd shape.
Algorithm FastestWinograd(const ConvShape& shape, Pass pass);

// The fastest of all. As the other, it does not look at n, which weights are packed without.
Algorithm FastestAlgorithm(const GemmKernels& kernels, const ConvShape& shape, Pass pass);

}  // namespace resnet
