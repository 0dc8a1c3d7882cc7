#include "conv/backward_weights/along_rows_operands.h"

#include <algorithm>

namespace resnet {

BandSource::BandSource(const PixelWords& x, const ConvShape& shape, Split channel_tiles, int64_t first_tile,
                       int64_t last_tile)
    : x_(x), shape_(shape), tiles_(channel_tiles), first_tile_(first_tile), last_tile_(last_tile) {
  every_pixel_ = shape.kernel_h > 1 || shape.kernel_w > 1;
  in_place_ = x.InPlace() != nullptr && tiles_.count == 1 && shape.pad_w == 0;
  pitch_ = DivideUp(tiles_.total, tiles_.count);
  width_ = every_pixel_ ? (shape.out_w - 1) * shape.stride_w + shape.kernel_w : shape.out_w;
  if (in_place_) width_ = shape.w;
  row_stride_ = width_ * pitch_;
  pixel_stride_ = every_pixel_ || in_place_ ? shape.stride_w * pitch_ : pitch_;
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
  return rows * row_stride_ * (last_tile_ - first_tile_);
}

void BandSource::Load(const RowBand& band, Word* scratch) {
  TouchRows(band);
  first_image_ = band.begin / shape_.out_h;
  if (in_place_) {
    data_ = x_.InPlace();
    return;
  }
  images_.clear();
  int64_t slots = 0;
  tile_stride_ = ScratchFor(band) / (last_tile_ - first_tile_);
  data_ = scratch;
  for (int64_t row = band.begin; row < band.end;) {
    const int64_t image = row / shape_.out_h;
    const int64_t y = row % shape_.out_h;
    const int64_t y_end = std::min(shape_.out_h, y + band.end - row);
    const int64_t first = FirstSourceRow(y);
    const int64_t last = std::max(first, LastSourceRow(y_end - 1));
    images_.push_back({first, slots});
    const int64_t step = every_pixel_ ? 1 : shape_.stride_h;
    for (int64_t source = first; source < last; source += step, ++slots) {
      LoadRow((image * shape_.h + source) * shape_.w, band.pixels, scratch + slots * row_stride_);
    }
    row += y_end - y;
  }
}

void BandSource::TouchRows(const RowBand& band) const {
  if (!every_pixel_ && shape_.stride_h * shape_.stride_w > 1) return;  // most pixels are not read
  const int64_t first = band.begin / shape_.out_h * shape_.h + FirstSourceRow(band.begin % shape_.out_h);
  const int64_t last = (band.end - 1) / shape_.out_h * shape_.h + LastSourceRow((band.end - 1) % shape_.out_h);
  const int64_t begin = first * shape_.w;
  const int64_t pixels = every_pixel_ ? (last - first) * shape_.w : band.Pixels();
  x_.TouchPixels(begin, pixels, tiles_.Begin(first_tile_), tiles_.Begin(last_tile_) - tiles_.Begin(first_tile_));
}

void BandSource::LoadRow(int64_t first_pixel, int64_t pixels, Word* out) const {
  const int64_t width = every_pixel_ ? width_ : pixels;
  const int64_t step = every_pixel_ ? 1 : shape_.stride_w;
  const int64_t begin = std::min(shape_.pad_w, width);
  const int64_t end = std::clamp<int64_t>(every_pixel_ ? shape_.w + shape_.pad_w : width, begin, width);
  for (int64_t tile = first_tile_; tile < last_tile_; ++tile, out += tile_stride_) {
    std::fill_n(out, begin * pitch_, 0.0f);
    x_.Load(first_pixel, step, end - begin, tiles_.Begin(tile), tiles_.End(tile) - tiles_.Begin(tile),
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
  const ImageRows& rows = images_[static_cast<size_t>(image - first_image_)];
  const int64_t step = every_pixel_ ? 1 : shape_.stride_h;
  *offset = (rows.slot + (source - rows.first_row) / step) * row_stride_;
  return true;
}

BandGradient::BandGradient(const PixelWords& dy, const Tiling& tiling, int64_t first_panel, int64_t last_panel)
    : dy_(dy), tiling_(tiling), first_panel_(first_panel), last_panel_(last_panel) {
  in_place_ = dy.InPlace() != nullptr && tiling.panels.count == 1 && tiling.columns == tiling.PaddedColumns();
}

int64_t BandGradient::ScratchFor(const RowBand& band) const {
  if (in_place_) return 0;
  return band.Pixels() * (tiling_.panels.Begin(last_panel_) - tiling_.panels.Begin(first_panel_)) *
         tiling_.vector_length;
}

void BandGradient::Load(const RowBand& band, int64_t row_pixels, Word* scratch) {
  pixels_ = band.Pixels();
  const int64_t first_pixel = band.begin * row_pixels;
  const int64_t first_channel = tiling_.FirstColumn(first_panel_);
  dy_.TouchPixels(first_pixel, pixels_, first_channel,
                  tiling_.FirstColumn(last_panel_ - 1) + tiling_.ColumnsIn(last_panel_ - 1) - first_channel);
  data_ = in_place_ ? dy_.InPlace() + first_pixel * tiling_.columns : scratch;
  if (in_place_) return;
  for (int64_t panel = first_panel_; panel < last_panel_; ++panel) {
    const int64_t columns = tiling_.ColumnsIn(panel);
    const int64_t width = tiling_.Width(panel);
    Word* out = scratch + (Panel(panel) - data_);
    dy_.Load(first_pixel, 1, pixels_, tiling_.FirstColumn(panel), columns, out, width);
    for (int64_t pixel = 0; columns < width && pixel < pixels_; ++pixel) {
      std::fill(out + pixel * width + columns, out + (pixel + 1) * width, 0.0f);
    }
  }
}

const Word* BandGradient::Panel(int64_t panel) const {
  return data_ + (tiling_.FirstColumn(panel) - tiling_.FirstColumn(first_panel_)) * pixels_;
}

}  // namespace resnet
