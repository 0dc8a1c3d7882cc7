// dy and x of a band as register tiles along depth read them when they compute dweights transposed: rows are output
// channels, the reduction runs over pixels, columns are a kernel row's columns and input channels.
#pragma once

#include <cstdint>
#include <vector>

#include "conv/image_bands.h"
#include "conv/pixel_words.h"
#include "conv/tiling.h"

namespace resnet {

// Where things lie in both operands. An image's pixels fill whole units of the reduction: what is beyond them is
// zero in the gradient, and numbers, whatever they are, in x.
struct DepthLayout {
  DepthLayout(const ConvShape& shape, const ImageBand& band, int64_t unit);

  // Where an image's lines of x begin, and how far on those are that the taps of a kernel row see.
  int64_t FirstLine(int64_t image) const { return image * image_slots * columns; }
  int64_t KernelRowLine(int64_t ky) const { return (rows_of_their_own ? ky * rows : ky) * columns; }

  int64_t images;          // of the band
  int64_t rows, columns;   // of each of them
  bool rows_of_their_own;  // with a stride, kernel rows see others, in memory as densely
  int64_t image_slots;     // of source rows
  int64_t depth;           // of an image, in whole units
  int64_t stride;          // of the gradient's rows
  int64_t lines;           // of x
};

// dy's channels begin .. end-1, as [channel][image][pixel], layout.stride from one channel to the next.
class DepthGradient {
 public:
  DepthGradient(const PixelWords& dy, TransposeFunction transpose, int64_t begin, int64_t end)
      : dy_(dy), transpose_(transpose), begin_(begin), channels_(end - begin) {}

  int64_t ScratchFor(const DepthLayout& layout) const { return channels_ * layout.stride; }
  void Load(const ConvShape& shape, const ImageBand& band, const DepthLayout& layout, Word* out) const;

 private:
  PixelWords dy_;
  TransposeFunction transpose_;
  int64_t begin_, channels_;
};

// x's channels begin .. end-1, once for each column of the kernel, moved by its taps' distance, as
// [column block][line][slice]. Columns are [kx][channel].
class DepthSource {
 public:
  DepthSource(const PixelWords& x, const ConvShape& shape, const Tiling& tiling, int64_t begin, int64_t end);

  int64_t ScratchFor(const DepthLayout& layout) const { return layout.lines * tiling_.PaddedColumns(); }
  void Load(const ImageBand& band, const DepthLayout& layout, Word* out) const;
  int64_t BlockAt(const DepthLayout& layout, int64_t block) const {
    return tiling_.FirstColumn(block) * layout.lines;
  }

 private:
  // Channels that lie side by side in a column block.
  struct Segment {
    int64_t kx, first_channel, channels;
    int64_t block, column;  // within the block
  };
  void Touch(const ImageBand& band) const;
  void LoadRow(const ImageBand& band, const DepthLayout& layout, int64_t image, int64_t row, int64_t line,
               Word* out) const;

  PixelWords x_;
  ConvShape shape_;
  Tiling tiling_;
  int64_t begin_, end_;
  std::vector<Segment> segments_;
};

}  // namespace resnet
