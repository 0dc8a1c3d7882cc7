// 3x3 convolutions of stride 1 by Winograd's algorithm: the forward pass, and the backward pass to the data, which
// is the forward pass over dy with flipped and transposed weights.
#pragma once

#include "base/tensor.h"
#include "base/thread_pool.h"
#include "conv/algorithm.h"
#include "conv/conv_shape.h"
#include "conv/epilogue.h"
#include "kernels/gemm/gemm.h"
#include "kernels/winograd/winograd.h"

namespace resnet {

struct WinogradConvolution {
  int64_t n = 0;
  int64_t source_h = 0, source_w = 0, channels = 0;
  int64_t out_h = 0, out_w = 0, out_channels = 0;
  int64_t pad_h = 0, pad_w = 0;
  bool backward = false;  // pack the weights flipped, with input and output channels exchanged
};

// The kernels of an instruction set for one size of Winograd tiles.
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

// `packed` holds the weights of the same convolution, from PackWinogradWeights. The epilogue's residual has out's
// type.
void RunWinograd(ThreadPool& pool, const WinogradMethod& method, const WinogradConvolution& conv,
                 ConstTensor source, const float* packed, const Epilogue& epilogue, Tensor out);

}  // namespace resnet
