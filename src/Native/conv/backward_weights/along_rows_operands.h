// x and dy of a band of output rows in the layout of kernels along rows, which then read both sequentially.
#pragma once

#include <cstdint>
#include <vector>

#include "conv/backward_weights/pixel_words.h"
#include "conv/schedule/output_rows.h"
#include "conv/schedule/tiling.h"

namespace resnet {

// Consecutive channel tiles of x, each packed as [source row][pixel][pitch]. x is read in place if it consists of
// words, there is one channel tile and no padding at the sides.
class BandSource {
 public:
  BandSource(const PixelWords& x, const ConvShape& shape, Split channel_tiles, int64_t first_tile,
             int64_t last_tile);

  int64_t ScratchFor(const RowBand& band) const;
  void Load(const RowBand& band, Word* scratch);

  // Sets *offset to the words from a channel tile's start to the source pixel of output row `row`, output column 0
  // and kernel position (ky, 0). Returns false if kernel row ky falls outside the image.
  bool Offset(int64_t row, int64_t ky, int64_t* offset) const;
  const Word* ChannelTile(int64_t tile) const { return data_ + (tile - first_tile_) * tile_stride_; }
  int64_t Pitch() const { return pitch_; }
  int64_t PixelStride() const { return pixel_stride_; }

 private:
  // The band's source rows of one image.
  struct ImageRows {
    int64_t first_row;
    int64_t slot;  // of the first row, in the packed rows
  };
  int64_t FirstSourceRow(int64_t y) const;
  int64_t LastSourceRow(int64_t y) const;
  void TouchRows(const RowBand& band) const;
  void LoadRow(int64_t first_pixel, int64_t pixels, Word* out) const;

  PixelWords x_;
  ConvShape shape_;
  Split tiles_;
  int64_t first_tile_, last_tile_;
  bool in_place_;
  bool every_pixel_;  // false: a 1x1 kernel, of whose strides only the pixels that it reads are packed
  int64_t pitch_, width_, row_stride_, pixel_stride_;
  int64_t tile_stride_ = 0;
  const Word* data_ = nullptr;
  int64_t first_image_ = 0;
  std::vector<ImageRows> images_;
};

// Panels of dy, each packed as [row][pixel][panel's width], zero beyond the last channel.
class BandGradient {
 public:
  BandGradient(const PixelWords& dy, const Tiling& tiling, int64_t first_panel, int64_t last_panel);

  int64_t ScratchFor(const RowBand& band) const;
  void Load(const RowBand& band, int64_t row_pixels, Word* scratch);
  const Word* Panel(int64_t panel) const;

 private:
  PixelWords dy_;
  Tiling tiling_;
  int64_t first_panel_, last_panel_;
  bool in_place_;
  int64_t pixels_ = 0;
  const Word* data_ = nullptr;
};

}  // namespace resnet
