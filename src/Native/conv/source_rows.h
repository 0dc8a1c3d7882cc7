// The stage that brings source rows before the micro-kernel: it reads them where they are, or copies them into
// scratch memory with zeros on the left and right, so that the tiles need not know of the image's border.
#pragma once

#include <cstdint>

#include "conv/row_convolution.h"

namespace resnet {

// Rows of one source image from `first` on, from column first_col on.
struct SourceRows {
  const float* data;
  int64_t first;
  int64_t row_stride;
  int64_t pixel_stride;

  const float* Row(int64_t row) const { return data + (row - first) * row_stride; }
};

class SourceLoader {
 public:
  explicit SourceLoader(const RowConvolution& conv);

  // Floats of scratch for so many rows, 0 where rows are read in place.
  int64_t ScratchFor(int64_t rows) const { return copies_ ? rows * row_stride_ : 0; }
  int64_t RowStride() const { return row_stride_; }

  // Where the image's rows from `first` on will be.
  SourceRows Rows(const float* image, int64_t first, const float* scratch) const;
  // Loads row `row` to there; rows below `first` and beyond the scratch memory's size must not be asked for.
  void Load(const float* image, int64_t row, int64_t first, float* scratch) const;

 private:
  int64_t source_w_, channels_;
  int64_t first_col_;
  int64_t width_;  // pixels of a row that the convolution reads
  bool copies_;
  int64_t row_stride_;
};

}  // namespace resnet
