// Transformed weights in the order in which the GEMM micro-kernels read them: [position][panel][depth][panel's
// width], zero beyond the last output channel.
#pragma once

#include "conv/schedule/tiling.h"
#include "conv/winograd/convolution.h"

namespace resnet {

// Floats from the array of one position to that of the next. Never a multiple of a large power of two: the
// transforms write to all positions at once, which must not compete for the same set of a cache.
inline int64_t WinogradStride(int64_t floats) {
  constexpr int64_t kLine = 16;
  return DivideUp(floats, kLine) * kLine + kLine;
}

inline Tiling WinogradTiling(const GemmKernels& kernels, const WinogradConvolution& conv) {
  return ChooseTiling(kernels, 0, conv.out_channels);
}

inline int64_t WinogradWeightStride(const GemmKernels& kernels, const WinogradConvolution& conv) {
  return WinogradStride(conv.channels * WinogradTiling(kernels, conv).PaddedColumns());
}

int64_t WinogradPackedLength(const WinogradMethod& method, const WinogradConvolution& conv);

// `weights` is the caller's HWIO tensor.
void PackWinogradWeights(ThreadPool& pool, const WinogradMethod& method, const WinogradConvolution& conv,
                         const float* weights, float* packed);

}  // namespace resnet
