// The stage that brings source rows before the micro-kernel: it reads them where they are, or copies them into
// scratch memory with zeros on the left and right, so that the tiles need not know of the image's border.
#pragma once

#include <cstdint>

#include "conv/row_convolution.h"

namespace resnet {

// Rows first .. last-1 of one source image, from column first_col on.
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

  // Floats of scratch that Load needs for so many rows.
  int64_t ScratchFor(int64_t rows) const { return copies_ ? rows * row_stride_ : 0; }
  int64_t RowStride() const { return row_stride_; }
  SourceRows Load(const float* image, int64_t first, int64_t last, float* scratch) const;

 private:
  int64_t source_w_, channels_;
  int64_t first_col_;
  int64_t width_;  // pixels of a row that the convolution reads
  bool copies_;
  int64_t row_stride_;
};

}  // namespace resnet
