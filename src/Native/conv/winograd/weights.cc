#include "conv/winograd/weights.h"

#include <algorithm>

#include "base/prefetch.h"
#include "base/scratch.h"

namespace resnet {
namespace {

constexpr int64_t kTaps = kWinogradKernel * kWinogradKernel;
// Input channels of a task: two cache lines in the backward pass, where they are the contiguous axis.
constexpr int64_t kRows = 32;

// Rows first_row .. first_row+rows-1 of the matrices [tap][depth][columns] to be transformed, for one panel.
struct PanelRows {
  const WinogradConvolution& conv;
  const float* weights;
  int64_t first_row, rows, first_column, columns;

  // out[tap][row][column] = weights[tap][column][row]
  void Transpose(float* out) const {
    for (int64_t tap = 0; tap < kTaps; ++tap) {
      const float* in = weights + (tap * conv.out_channels + first_column) * conv.channels + first_row;
      float* to = out + tap * rows * columns;
      const int64_t bytes = rows * int64_t{sizeof(float)};
      for (int64_t column = 0; column < columns; ++column) Touch(in + column * conv.channels, 0, bytes);
      for (int64_t column = 0; column < columns; ++column) {
        for (int64_t row = 0; row < rows; ++row) to[row * columns + column] = in[column * conv.channels + row];
      }
    }
  }
};

}  // namespace

int64_t WinogradPackedLength(const WinogradMethod& method, const WinogradConvolution& conv) {
  return method.transforms.Positions() * WinogradWeightStride(method.gemm, conv);
}

void PackWinogradWeights(ThreadPool& pool, const WinogradMethod& method, const WinogradConvolution& conv,
                         const float* weights, float* packed) {
  const Tiling tiling = WinogradTiling(method.gemm, conv);
  const int64_t position_stride = WinogradWeightStride(method.gemm, conv);
  const Split chunks = Split::IntoAtMost(conv.channels, kRows);
  pool.ParallelFor(chunks.count, [&](int64_t chunk) {
    const int64_t first = chunks.Begin(chunk);
    const int64_t rows = chunks.End(chunk) - first;
    const int64_t tap_length = conv.channels * conv.out_channels;
    for (int64_t tap = 0; tap < kTaps && !conv.backward; ++tap) {
      Touch(weights + tap * tap_length + first * conv.out_channels, 0,
            rows * conv.out_channels * int64_t{sizeof(float)});
    }
    for (int64_t panel = 0; panel < tiling.panels.count; ++panel) {
      const int64_t column = tiling.FirstColumn(panel), columns = tiling.ColumnsIn(panel);
      const Scratch transposed(static_cast<size_t>(conv.backward ? kTaps * rows * columns : 0));
      const float* from = weights + first * conv.out_channels + column;
      int64_t tap_stride = tap_length, row_stride = conv.out_channels;
      if (conv.backward) {
        PanelRows{conv, weights, first, rows, column, columns}.Transpose(transposed.data());
        row_stride = columns;
        tap_stride = -rows * columns;  // flipped: from the last tap to the first
        from = transposed.data() - (kTaps - 1) * tap_stride;
      }
      float* to = packed + column * conv.channels + first * tiling.Width(panel);
      for (int64_t row = 0; row < rows; ++row) {
        method.transforms.weights(from + row * row_stride, tap_stride, columns, to + row * tiling.Width(panel),
                                  position_stride);
      }
    }
  });
}

}  // namespace resnet
