#include "conv/band_operands.h"

#include <algorithm>

namespace resnet {

BandSource::BandSource(const PixelWords& x, const ConvShape& shape, Split channel_blocks, int64_t first_block,
                       int64_t last_block)
    : x_(x), shape_(shape), blocks_(channel_blocks), first_block_(first_block), last_block_(last_block) {
  every_tap_ = shape.kernel_h > 1 || shape.kernel_w > 1;
  in_place_ = x.InPlace() != nullptr && blocks_.parts == 1 && shape.pad_w == 0;
  pitch_ = DivideUp(blocks_.total, blocks_.parts);
  width_ = every_tap_ ? (shape.out_w - 1) * shape.stride_w + shape.kernel_w : shape.out_w;
  if (in_place_) width_ = shape.w;
  row_stride_ = width_ * pitch_;
  pixel_stride_ = every_tap_ || in_place_ ? shape.stride_w * pitch_ : pitch_;
}

int64_t BandSource::FirstSourceRow(int64_t y) const {
  return std::clamp<int64_t>(y * shape_.stride_h - shape_.pad_h, 0, shape_.h);
}

int64_t BandSource::LastSourceRow(int64_t y) const {
  return std::clamp<int64_t>(y * shape_.stride_h - shape_.pad_h + shape_.kernel_h, 0, shape_.h);
}

int64_t BandSource::ScratchFor(const RowBand& band) const {
  if (in_place_) return 0;
  const int64_t images = (band.end - 1) / shape_.out_h - band.begin / shape_.out_h + 1;
  const int64_t rows = band.Rows() * shape_.stride_h + images * shape_.kernel_h;
  return rows * row_stride_ * (last_block_ - first_block_);
}

void BandSource::Load(const RowBand& band, Word* scratch) {
  TouchRows(band);
  first_image_ = band.begin / shape_.out_h;
  if (in_place_) {
    data_ = x_.InPlace();
    return;
  }
  pieces_.clear();
  int64_t slots = 0;
  block_stride_ = ScratchFor(band) / (last_block_ - first_block_);
  data_ = scratch;
  for (int64_t row = band.begin; row < band.end;) {
    const int64_t image = row / shape_.out_h;
    const int64_t y = row % shape_.out_h;
    const int64_t y_end = std::min(shape_.out_h, y + band.end - row);
    const int64_t first = FirstSourceRow(y);
    const int64_t last = std::max(first, LastSourceRow(y_end - 1));
    pieces_.push_back({first, slots});
    const int64_t step = every_tap_ ? 1 : shape_.stride_h;
    for (int64_t source = first; source < last; source += step, ++slots) {
      LoadRow((image * shape_.h + source) * shape_.w, band.pixels, scratch + slots * row_stride_);
    }
    row += y_end - y;
  }
}

void BandSource::TouchRows(const RowBand& band) const {
  if (!every_tap_ && shape_.stride_h * shape_.stride_w > 1) return;  // most of the pixels are not read
  const int64_t first = band.begin / shape_.out_h * shape_.h + FirstSourceRow(band.begin % shape_.out_h);
  const int64_t last = (band.end - 1) / shape_.out_h * shape_.h + LastSourceRow((band.end - 1) % shape_.out_h);
  const int64_t begin = first * shape_.w;
  const int64_t pixels = every_tap_ ? (last - first) * shape_.w : band.Pixels();
  x_.TouchPixels(begin, pixels, blocks_.Begin(first_block_),
                 blocks_.Begin(last_block_) - blocks_.Begin(first_block_));
}

void BandSource::LoadRow(int64_t first_pixel, int64_t pixels, Word* out) const {
  const int64_t width = every_tap_ ? width_ : pixels;
  const int64_t step = every_tap_ ? 1 : shape_.stride_w;
  const int64_t begin = std::min(shape_.pad_w, width);
  const int64_t end = std::clamp<int64_t>(every_tap_ ? shape_.w + shape_.pad_w : width, begin, width);
  for (int64_t block = first_block_; block < last_block_; ++block, out += block_stride_) {
    std::fill_n(out, begin * pitch_, 0.0f);
    x_.Load(first_pixel, step, end - begin, blocks_.Begin(block), blocks_.End(block) - blocks_.Begin(block),
            out + begin * pitch_, pitch_);
    std::fill_n(out + end * pitch_, (width - end) * pitch_, 0.0f);
  }
}

bool BandSource::Offset(int64_t row, int64_t ky, int64_t* offset) const {
  const int64_t image = row / shape_.out_h;
  const int64_t source = row % shape_.out_h * shape_.stride_h + ky - shape_.pad_h;
  if (source < 0 || source >= shape_.h) return false;
  if (in_place_) {
    *offset = (image * shape_.h + source) * row_stride_;
    return true;
  }
  const Piece& piece = pieces_[static_cast<size_t>(image - first_image_)];
  const int64_t step = every_tap_ ? 1 : shape_.stride_h;
  *offset = (piece.slot + (source - piece.first_row) / step) * row_stride_;
  return true;
}

BandGradient::BandGradient(const PixelWords& dy, const Tiling& tiling, int64_t first_block, int64_t last_block)
    : dy_(dy), tiling_(tiling), first_block_(first_block), last_block_(last_block) {
  in_place_ = dy.InPlace() != nullptr && tiling.blocks.parts == 1 && tiling.columns == tiling.PaddedColumns();
}

int64_t BandGradient::ScratchFor(const RowBand& band) const {
  if (in_place_) return 0;
  return band.Pixels() * (tiling_.blocks.Begin(last_block_) - tiling_.blocks.Begin(first_block_)) *
         tiling_.vector_length;
}

void BandGradient::Load(const RowBand& band, int64_t row_pixels, Word* scratch) {
  pixels_ = band.Pixels();
  const int64_t first_pixel = band.begin * row_pixels;
  const int64_t first_channel = tiling_.FirstColumn(first_block_);
  dy_.TouchPixels(first_pixel, pixels_, first_channel,
                  tiling_.FirstColumn(last_block_ - 1) + tiling_.ColumnsIn(last_block_ - 1) - first_channel);
  data_ = in_place_ ? dy_.InPlace() + first_pixel * tiling_.columns : scratch;
  if (in_place_) return;
  for (int64_t block = first_block_; block < last_block_; ++block) {
    const int64_t columns = tiling_.ColumnsIn(block);
    const int64_t slice = tiling_.Slice(block);
    Word* out = scratch + (Block(block) - data_);
    dy_.Load(first_pixel, 1, pixels_, tiling_.FirstColumn(block), columns, out, slice);
    for (int64_t pixel = 0; columns < slice && pixel < pixels_; ++pixel) {
      std::fill(out + pixel * slice + columns, out + (pixel + 1) * slice, 0.0f);
    }
  }
}

const Word* BandGradient::Block(int64_t block) const {
  return data_ + (tiling_.FirstColumn(block) - tiling_.FirstColumn(first_block_)) * pixels_;
}

}  // namespace resnet
