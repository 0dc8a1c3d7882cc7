// Cuts an output matrix of `rows` by `columns` into register tiles.
#pragma once

#include "base/split.h"
#include "conv/schedule/row_convolution.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

struct Tiling {
  int64_t columns;
  int64_t vector_length;
  Split panels;      // of the columns, counted in vectors; a panel is one tile wide
  int64_t max_rows;  // of a tile

  int64_t Vectors(int64_t panel) const { return panels.End(panel) - panels.Begin(panel); }
  int64_t FirstColumn(int64_t panel) const { return panels.Begin(panel) * vector_length; }
  // Columns of the panel in whole vectors.
  int64_t Width(int64_t panel) const { return Vectors(panel) * vector_length; }
  // Columns of the panel that exist.
  int64_t ColumnsIn(int64_t panel) const {
    const int64_t left = columns - FirstColumn(panel);
    return left < Width(panel) ? left : Width(panel);
  }
  int64_t PaddedColumns() const { return panels.total * vector_length; }
};

// The cheapest tiling for matrices of that many rows, computed one after the other; rows = 0 means a large number.
Tiling ChooseTiling(const GemmKernels& kernels, int64_t rows, int64_t columns);

// True if the convolution runs on an im2row copy of its source. Kernels that multiply several rows at once (AMX)
// need it if the rows of an image are short: register tiles then run over the pixels of a whole band.
inline bool UsesIm2Row(const GemmKernels& kernels, const RowConvolution& conv) {
  const bool dense = conv.out_row_stride == conv.out_w * conv.out_pixel_stride;
  return kernels.unit_rows > 1 && !conv.flat && conv.WeightRows() > 0 && dense &&
         2 * conv.out_w <= kernels.unit_rows;
}

inline Tiling ChooseTiling(const GemmKernels& kernels, const RowConvolution& conv) {
  const int64_t rows = UsesIm2Row(kernels, conv) ? conv.out_h * conv.out_w : conv.out_w;
  return ChooseTiling(kernels, conv.flat ? 0 : rows, conv.out_channels);
}

}  // namespace resnet
