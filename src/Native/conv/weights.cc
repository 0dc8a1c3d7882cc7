#include "conv/weights.h"

#include <algorithm>

namespace resnet {
namespace {

// out[row][0 .. slice) from in[row * row_step + column * column_step], columns of them and zeros after.
void PackSlices(const float* in, int64_t row_step, int64_t column_step, int64_t rows, int64_t columns,
                int64_t slice, float* out) {
  if (column_step == 1) {
    for (int64_t row = 0; row < rows; ++row, out += slice) {
      std::copy_n(in + row * row_step, columns, out);
      std::fill(out + columns, out + slice, 0.0f);
    }
    return;
  }
  // A transposition: cache lines are read whole, a strip of rows at a time.
  constexpr int64_t kStrip = 16;
  for (int64_t strip = 0; strip < rows; strip += kStrip) {
    const int64_t strip_rows = std::min(kStrip, rows - strip);
    for (int64_t column = 0; column < slice; ++column) {
      const float* from = in + strip * row_step + column * column_step;
      float* to = out + strip * slice + column;
      for (int64_t row = 0; row < strip_rows; ++row)
        to[row * slice] = column < columns ? from[row * row_step] : 0.0f;
    }
  }
}

void Pack(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape, const RowConvolution& conv,
          const float* weights, float* packed) {
  const Tiling tiling = ChooseTiling(kernels, conv);
  const int64_t taps = conv.taps_h * conv.taps_w;
  pool.ParallelFor(tiling.blocks.parts * taps, [&](int64_t task) {
    const int64_t block = task / taps;
    const int64_t t = task % taps / conv.taps_w;
    const int64_t u = task % conv.taps_w;
    const int64_t kernel_row = conv.first_tap_h + t * conv.tap_step_h;
    const int64_t kernel_col = conv.first_tap_w + u * conv.tap_step_w;
    const float* tap = weights + (kernel_row * shape.kernel_w + kernel_col) * shape.c * shape.k;
    const int64_t row_step = conv.transposed ? 1 : shape.k;
    const int64_t column_step = conv.transposed ? shape.k : 1;
    float* block_out = packed + tiling.FirstColumn(block) * conv.WeightRows();
    PackSlices(tap + tiling.FirstColumn(block) * column_step, row_step, column_step, conv.channels,
               tiling.ColumnsIn(block), tiling.Slice(block),
               block_out + (t * conv.taps_w + u) * conv.channels * tiling.Slice(block));
  });
}

}  // namespace

int64_t PackedLength(const GemmKernels& kernels, const RowConvolution& conv) {
  return conv.WeightRows() * DivideUp(conv.out_channels, kernels.vector_length) * kernels.vector_length;
}

int64_t PackedLength(const GemmKernels& kernels, const std::vector<RowConvolution>& convs) {
  int64_t length = 0;
  for (const RowConvolution& conv : convs) length += PackedLength(kernels, conv);
  return length;
}

void PackWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape,
                 const std::vector<RowConvolution>& convs, const float* weights, float* packed) {
  for (const RowConvolution& conv : convs) {
    Pack(pool, kernels, shape, conv, weights, packed);
    packed += PackedLength(kernels, conv);
  }
}

}  // namespace resnet
