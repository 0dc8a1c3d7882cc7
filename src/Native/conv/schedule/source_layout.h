// How the source rows of a direct convolution lie in front of the micro-kernels: in place, or copied into scratch
// memory.
#pragma once

#include <cstdint>

#include "base/element_type.h"
#include "conv/schedule/row_convolution.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// Strides count words.
struct SourceLayout {
  // A copy has the padding at its sides, so that tiles need no checks at the border, and pixels of whole words of
  // the kernels' type.
  bool copies;
  // A copy in which every output pixel has the source pixels under one kernel row of its own, and in which rows
  // outside the image exist as zeros: all output pixels of a band are then one stride apart.
  bool im2row;
  int64_t width;  // source pixels of a row that the convolution reads
  int64_t pixel_stride;
  int64_t row_stride;
  int64_t staging;  // words at the start of the scratch memory that hold a row before im2row; else 0

  // Words of scratch memory for that many rows.
  int64_t ScratchFor(int64_t rows) const { return copies ? staging + rows * row_stride : 0; }
};

SourceLayout LayOutSource(const GemmKernels& kernels, const RowConvolution& conv, ElementType source);

}  // namespace resnet
