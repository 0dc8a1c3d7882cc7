// Which way a convolution is computed.
#pragma once

#include "conv/conv_shape.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

enum class Algorithm { kDirect, kWinograd };
enum class Pass { kForward, kBackwardData, kBackwardWeights };

// 3x3 kernels of stride 1.
bool IsWinogradShape(const ConvShape& shape);

// The fastest for the shape apart from n, which weights are packed without.
Algorithm FastestAlgorithm(const GemmKernels& kernels, const ConvShape& shape, Pass pass);

}  // namespace resnet
