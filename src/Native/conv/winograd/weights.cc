#include "conv/winograd/weights.h"

#include <algorithm>

#include "base/scratch.h"

namespace resnet {
namespace {

constexpr int64_t kTaps = kWinogradKernel * kWinogradKernel;
// Depth rows of a task: a cache line of the backward pass's weights, whose depth is the contiguous axis.
constexpr int64_t kRows = 16;

// out[tap][row][column] = weights[tap][column][row] for `rows` rows of all columns.
void Transpose(const WinogradConvolution& conv, const float* weights, int64_t first_row, int64_t rows, float* out) {
  for (int64_t tap = 0; tap < kTaps; ++tap) {
    for (int64_t column = 0; column < conv.out_channels; ++column) {
      const float* in = weights + (tap * conv.out_channels + column) * conv.channels + first_row;
      float* to = out + tap * rows * conv.out_channels + column;
      for (int64_t row = 0; row < rows; ++row) to[row * conv.out_channels] = in[row];
    }
  }
}

}  // namespace

int64_t WinogradPackedLength(const WinogradMethod& method, const WinogradConvolution& conv) {
  return method.transforms.Positions() * WinogradWeightStride(method.gemm, conv);
}

void PackWinogradWeights(ThreadPool& pool, const WinogradMethod& method, const WinogradConvolution& conv,
                         const float* weights, float* packed) {
  const Tiling tiling = WinogradTiling(method.gemm, conv);
  const int64_t position_stride = WinogradWeightStride(method.gemm, conv);
  const Split groups = Split::IntoAtMost(conv.channels, kRows);
  pool.ParallelFor(groups.parts, [&](int64_t group) {
    const int64_t first = groups.Begin(group);
    const int64_t rows = groups.End(group) - first;
    const Scratch transposed(conv.backward ? static_cast<size_t>(kTaps * rows * conv.out_channels) : 0);
    const float* from = weights + first * conv.out_channels;
    int64_t tap_stride = conv.channels * conv.out_channels;
    if (conv.backward) {
      Transpose(conv, weights, first, rows, transposed.data());
      tap_stride = -rows * conv.out_channels;  // flipped: from the last tap backwards
      from = transposed.data() - (kTaps - 1) * tap_stride;
    }
    for (int64_t block = 0; block < tiling.blocks.parts; ++block) {
      float* to = packed + tiling.FirstColumn(block) * conv.channels + first * tiling.Slice(block);
      for (int64_t row = 0; row < rows; ++row) {
        method.transforms.weights(from + row * conv.out_channels + tiling.FirstColumn(block), tap_stride,
                                  tiling.ColumnsIn(block), to + row * tiling.Slice(block), position_stride);
      }
    }
  });
}

}  // namespace resnet
