#include "conv/algorithm.h"

#include "kernels/winograd/winograd.h"

namespace resnet {

bool IsWinogradShape(const ConvShape& shape) {
  return shape.kernel_h == kWinogradKernel && shape.kernel_w == kWinogradKernel && shape.stride_h == 1 &&
         shape.stride_w == 1;
}

Algorithm FastestAlgorithm(const GemmKernels&, const ConvShape& shape, Pass) {
  if (!IsWinogradShape(shape)) return Algorithm::kDirect;
  return Algorithm::kWinograd;
}

}  // namespace resnet
