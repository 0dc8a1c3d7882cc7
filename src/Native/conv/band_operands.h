// x and dy of a band of output rows, packed so that the micro-kernels of the backward pass to the weights read both
// as streams.
#pragma once

#include <cstdint>
#include <vector>

#include "conv/output_rows.h"
#include "conv/pixel_words.h"
#include "conv/tiling.h"

namespace resnet {

// Consecutive channels begin .. end-1 of x in blocks, each packed as [source row][pixel][pitch].
// With one block of all channels, and no padding at the sides, x is read where it is if it consists of words.
class BandSource {
 public:
  BandSource(const PixelWords& x, const ConvShape& shape, Split channel_blocks, int64_t first_block,
             int64_t last_block);

  int64_t ScratchFor(const RowBand& band) const;
  void Load(const RowBand& band, Word* scratch);

  // Source pixel of output row `row`, tap ky, output column 0, tap kx, relative to the block's start.
  // False where the tap falls outside the image.
  bool Offset(int64_t row, int64_t ky, int64_t* offset) const;
  const Word* Block(int64_t block) const { return data_ + (block - first_block_) * block_stride_; }
  int64_t Pitch() const { return pitch_; }
  int64_t PixelStride() const { return pixel_stride_; }

 private:
  struct Piece {  // the band's rows of one image
    int64_t first_row;
    int64_t slot;
  };
  int64_t FirstSourceRow(int64_t y) const;
  int64_t LastSourceRow(int64_t y) const;
  void TouchRows(const RowBand& band) const;
  void LoadRow(int64_t first_pixel, int64_t pixels, Word* out) const;

  PixelWords x_;
  ConvShape shape_;
  Split blocks_;
  int64_t first_block_, last_block_;
  bool in_place_;
  bool every_tap_;  // false: a 1x1 kernel that skips pixels; only the ones it sees are packed
  int64_t pitch_, width_, row_stride_, pixel_stride_;
  int64_t block_stride_ = 0;
  const Word* data_ = nullptr;
  int64_t first_image_ = 0;
  std::vector<Piece> pieces_;
};

// Column blocks of dy, each packed as [row][pixel][slice], zero beyond the last channel.
class BandGradient {
 public:
  BandGradient(const PixelWords& dy, const Tiling& tiling, int64_t first_block, int64_t last_block);

  int64_t ScratchFor(const RowBand& band) const;
  void Load(const RowBand& band, int64_t row_pixels, Word* scratch);
  const Word* Block(int64_t block) const;

 private:
  PixelWords dy_;
  Tiling tiling_;
  int64_t first_block_, last_block_;
  bool in_place_;
  int64_t pixels_ = 0;
  const Word* data_ = nullptr;
};

}  // namespace resnet
