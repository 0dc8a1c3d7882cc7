// The stage that brings source rows before the micro-kernel: it reads them where they are, or copies them into
// scratch memory with zeros on the left and right, so that the tiles need not know of the image's border, and with
// every pixel filled up to whole words of the kernels' type.
//
// For joined rows, each output pixel has its own copy of the pixels under one kernel row, and rows outside the
// image are loaded as zeros: outputs a stride apart then follow each other from row to row.
#pragma once

#include <cstdint>

#include "conv/row_convolution.h"
#include "conv/tensor.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// Rows of one source image from `first` on, from column first_col on. Strides count words.
struct SourceRows {
  const Word* data;
  int64_t first;
  int64_t row_stride;
  int64_t pixel_stride;

  const Word* Row(int64_t row) const { return data + (row - first) * row_stride; }
};

class SourceLoader {
 public:
  // bytes: of a table of bytes' kernels, what its words stand for.
  SourceLoader(const GemmKernels& kernels, const RowConvolution& conv, ConstTensor source, Quantization bytes);

  // Words of scratch for so many rows, 0 where rows are read in place.
  int64_t ScratchFor(int64_t rows) const { return copies_ ? single_row_ + rows * row_stride_ : 0; }
  int64_t RowStride() const { return row_stride_; }

  // Where the image's rows from `first` on will be.
  SourceRows Rows(int64_t image, int64_t first, const Word* scratch) const;
  // Loads row `row` of the part's channels to there; rows below `first` and beyond the scratch memory's size must
  // not be asked for, nor those outside the image but for joined rows.
  void Load(int64_t part, int64_t image, int64_t row, int64_t first, Word* scratch) const {
    LoadTo(row - first, part, image, row, scratch);
  }
  // The same in the place of another row.
  void LoadTo(int64_t place, int64_t part, int64_t image, int64_t row, Word* scratch) const;

 private:
  void LoadRow(int64_t part, int64_t image, int64_t row, Word* out) const;
  void Spread(const Word* row, Word* out) const;
  int64_t Element(int64_t image, int64_t row, int64_t col) const {
    return ((image * source_h_ + row) * source_w_ + col) * pixel_;
  }

  ConstTensor source_;
  PackFunction pack_;
  QuantizeFunction quantize_;  // null where pack_ is what packs
  Quantization bytes_;
  Word padding_;  // a word of zeros
  int64_t source_h_, source_w_;
  int64_t pixel_;     // elements from one pixel to the next
  int64_t channels_;  // of a part
  int64_t words_;     // of a pixel
  int64_t first_col_;
  int64_t width_;     // pixels of a row that the convolution reads
  bool whole_words_;  // the source's pixels consist of the words that are wanted
  int64_t out_w_;
  int64_t step_;  // words from the first pixel under one output pixel to that under the next
  bool joins_;
  bool copies_;
  int64_t pixel_stride_;
  int64_t row_stride_;
  int64_t single_row_;  // words at the scratch memory's start, for a row before it is spread; 0 if none is
};

}  // namespace resnet
