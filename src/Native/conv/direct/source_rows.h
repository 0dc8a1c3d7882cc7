// Provides the source rows of a direct convolution to the micro-kernels, as a SourceLayout says.
#pragma once

#include <cstdint>

#include "base/tensor.h"
#include "conv/schedule/row_convolution.h"
#include "conv/schedule/source_layout.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// Rows of one source image from row `first`, from column first_col. Strides count words.
struct SourceRows {
  const Word* data;
  int64_t first;
  int64_t row_stride;
  int64_t pixel_stride;

  const Word* Row(int64_t row) const { return data + (row - first) * row_stride; }
};

class SourceLoader {
 public:
  // input: how int8 kernels quantize an fp32 source, and their padding.
  SourceLoader(const GemmKernels& kernels, const RowConvolution& conv, const SourceLayout& layout,
               ConstTensor source, Quantization input);

  // Where the image's rows from row `first` will be: in place, or in the scratch memory, which has
  // layout.ScratchFor(rows) words.
  SourceRows Rows(int64_t image, int64_t first, const Word* scratch) const;
  // Loads row `row` of the group's channels as the index-th row of the scratch memory. Does nothing in place. Only
  // im2row can load rows outside the image.
  void Load(int64_t index, int64_t group, int64_t image, int64_t row, Word* scratch) const;

 private:
  void LoadRow(int64_t group, int64_t image, int64_t row, Word* out) const;
  void CopyWindows(const Word* row, Word* out) const;
  int64_t Element(int64_t image, int64_t row, int64_t col) const {
    return ((image * conv_.source_h + row) * conv_.source_w + col) * conv_.SourcePixel();
  }

  const RowConvolution& conv_;
  const SourceLayout layout_;
  const ConstTensor source_;
  const PackFunction pack_;
  const QuantizeFunction quantize_;  // null if pack_ is used
  const Quantization input_;
  const Word padding_;      // a word of zeros
  const bool whole_words_;  // the source's pixels consist of whole words
};

}  // namespace resnet
