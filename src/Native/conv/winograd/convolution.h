// 3x3 convolutions of stride 1 by Winograd's algorithm: the forward pass, and the backward pass to the data, which
// is the forward pass over dy with flipped and transposed weights.
#pragma once

#include "base/thread_pool.h"
#include "conv/algorithm.h"
#include "conv/conv_shape.h"
#include "conv/run.h"
#include "conv/tensor.h"
#include "kernels/gemm/gemm.h"
#include "kernels/winograd/winograd.h"

namespace resnet {

struct WinogradConvolution {
  int64_t n = 0;
  int64_t source_h = 0, source_w = 0, channels = 0;
  int64_t out_h = 0, out_w = 0, out_channels = 0;
  int64_t pad_h = 0, pad_w = 0;
  bool backward = false;  // the caller's weights are to be flipped, and their channels exchanged
};

// The instruction set's kernels and the tile size that a convolution runs with.
struct WinogradMethod {
  const GemmKernels& gemm;
  const WinogradTransforms& transforms;
};

inline WinogradMethod GetWinogradMethod(Isa isa, Algorithm algorithm) {
  const WinogradKernels& kernels = GetWinogradKernels(isa);
  return {GetGemmKernels(isa), algorithm == Algorithm::kWinograd2 ? kernels.f2 : kernels.f4};
}

WinogradConvolution PlanWinogradForward(const ConvShape& shape);
WinogradConvolution PlanWinogradBackwardData(const ConvShape& shape);

// packed is what PackWinogradWeights made of the same convolution. The epilogue's residual is of out's type.
void RunWinograd(ThreadPool& pool, const WinogradMethod& method, const WinogradConvolution& conv,
                 ConstTensor source, const float* packed, const Epilogue& epilogue, Tensor out);

}  // namespace resnet
