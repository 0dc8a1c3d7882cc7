// The choice of a convolution's algorithm.
#pragma once

#include "conv/conv_shape.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

enum class Algorithm {
  kDirect,
  kWinograd2,  // with tiles of 2x2 outputs
  kWinograd4,  // with tiles of 4x4 outputs
};
enum class Pass { kForward, kBackwardData, kBackwardWeights };

// True for 3x3 kernels of stride 1 in one group.
bool IsWinogradShape(const ConvShape& shape);

// The faster tile size for a Winograd shape.
Algorithm FastestWinograd(const ConvShape& shape, Pass pass);

// The fastest algorithm. Like FastestWinograd, it does not use n: packed weights serve any batch size.
Algorithm FastestAlgorithm(const GemmKernels& kernels, const ConvShape& shape, Pass pass);

}  // namespace resnet
