// How an output of `rows` by `columns` is cut into register tiles.
#pragma once

#include "conv/row_convolution.h"
#include "conv/split.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

struct Tiling {
  int64_t columns;
  int64_t vector_length;
  Split blocks;      // of the columns, in vectors: a block is one tile wide
  int64_t max_rows;  // of a tile

  int64_t Vectors(int64_t block) const { return blocks.End(block) - blocks.Begin(block); }
  int64_t FirstColumn(int64_t block) const { return blocks.Begin(block) * vector_length; }
  int64_t Slice(int64_t block) const { return Vectors(block) * vector_length; }
  int64_t ColumnsIn(int64_t block) const {
    const int64_t left = columns - FirstColumn(block);
    return left < Slice(block) ? left : Slice(block);
  }
  int64_t PaddedColumns() const { return blocks.total * vector_length; }
};

// The cheapest tiling for rows of outputs that are computed one after the other; rows 0 stands for very many.
Tiling ChooseTiling(const GemmKernels& kernels, int64_t rows, int64_t columns);

// True where an image's rows are too short for kernels that multiply many rows at once: register tiles then run
// over the pixels of a whole band. SourceRows are laid out for it.
inline bool JoinsRows(const GemmKernels& kernels, const RowConvolution& conv) {
  const bool dense = conv.out_row_stride == conv.out_w * conv.out_pixel_stride;
  return kernels.unit_rows > 1 && !conv.flat && conv.WeightRows() > 0 && dense &&
         2 * conv.out_w <= kernels.unit_rows;
}

inline Tiling ChooseTiling(const GemmKernels& kernels, const RowConvolution& conv) {
  const int64_t rows = JoinsRows(kernels, conv) ? conv.out_h * conv.out_w : conv.out_w;
  return ChooseTiling(kernels, conv.flat ? 0 : rows, conv.out_channels);
}

}  // namespace resnet
