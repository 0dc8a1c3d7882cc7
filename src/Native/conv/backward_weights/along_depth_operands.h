// dy and x of a band in the layout of kernels along depth, which compute dweights transposed: the rows of a tile
// are output channels, its columns are a kernel row's columns and input channels, the reduction runs over pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "conv/backward_weights/pixel_words.h"
#include "conv/schedule/image_bands.h"
#include "conv/schedule/tiling.h"

namespace resnet {

// The layout of both operands. A line of x is one output pixel. An image's pixels are padded to whole units of the
// reduction, with zeros in the gradient and with arbitrary finite numbers in x.
struct DepthLayout {
  DepthLayout(const ConvShape& shape, const ImageBand& band, int64_t unit);

  // The first of an image's lines of x, and the distance from there to the lines of a kernel row.
  int64_t FirstLine(int64_t image) const { return image * image_slots * columns; }
  int64_t KernelRowLine(int64_t ky) const { return (separate_rows ? ky * rows : ky) * columns; }

  int64_t images;         // of the band
  int64_t rows, columns;  // of each image
  bool separate_rows;     // each kernel row has its own copy of the source rows; needed if there is a stride
  int64_t image_slots;    // source rows of an image
  int64_t depth;          // of an image, in whole units
  int64_t stride;         // of the gradient's rows
  int64_t lines;          // of x
};

// Channels begin .. end-1 of dy as [channel][image][pixel], where channels are layout.stride apart.
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

// Channels begin .. end-1 of x as [panel][line][panel's width], where columns are [kx][channel]: one copy for each
// column of the kernel, shifted to it.
class DepthSource {
 public:
  DepthSource(const PixelWords& x, const ConvShape& shape, const Tiling& tiling, int64_t begin, int64_t end);

  int64_t ScratchFor(const DepthLayout& layout) const { return layout.lines * tiling_.PaddedColumns(); }
  void Load(const ImageBand& band, const DepthLayout& layout, Word* out) const;
  int64_t PanelAt(const DepthLayout& layout, int64_t panel) const {
    return tiling_.FirstColumn(panel) * layout.lines;
  }

 private:
  // Adjacent channels of one kernel column within a panel.
  struct Segment {
    int64_t kx, first_channel, channels;
    int64_t panel, column;  // the column counts from the panel's first
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
