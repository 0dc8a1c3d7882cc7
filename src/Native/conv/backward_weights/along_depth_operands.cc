#include "conv/backward_weights/along_depth_operands.h"

#include <algorithm>

#include "base/scratch.h"

namespace resnet {
namespace {

// Writes zeros to `count` rows of `words` words, a pitch apart.
void Clear(Word* out, int64_t count, int64_t words, int64_t pitch) {
  for (int64_t i = 0; i < count; ++i) std::fill_n(out + i * pitch, words, 0.0f);
}

}  // namespace

DepthLayout::DepthLayout(const ConvShape& shape, const ImageBand& band, int64_t unit)
    : images(band.images), rows(band.Rows()), columns(band.Columns()), separate_rows(shape.stride_h > 1) {
  image_slots = separate_rows ? rows * shape.kernel_h : rows + shape.kernel_h - 1;
  depth = DivideUp(band.ImagePixels(), unit) * unit;
  stride = images * depth + unit;    // avoids powers of two, which collide in the first-level cache
  lines = FirstLine(images) + unit;  // the last unit is read as a whole
}

void DepthGradient::Load(const ConvShape& shape, const ImageBand& band, const DepthLayout& layout,
                         Word* out) const {
  const int64_t pixels = band.ImagePixels();
  const Scratch scratch(static_cast<size_t>(pixels * channels_));
  for (int64_t i = 0; i < band.images; ++i) {
    const int64_t first = ((band.image + i) * shape.out_h + band.y_begin) * shape.out_w + band.x_begin;
    dy_.TouchPixels(first, pixels, begin_, channels_);
    dy_.Load(first, 1, pixels, begin_, channels_, scratch.data(), channels_);
    Word* const image = out + i * layout.depth;
    transpose_(scratch.data(), channels_, pixels, channels_, image, layout.stride);
    Clear(image + pixels, channels_, layout.depth - pixels, layout.stride);
  }
}

DepthSource::DepthSource(const PixelWords& x, const ConvShape& shape, const Tiling& tiling, int64_t begin,
                         int64_t end)
    : x_(x), shape_(shape), tiling_(tiling), begin_(begin), end_(end) {
  const int64_t channels = end - begin;
  for (int64_t panel = 0; panel < tiling.panels.count; ++panel) {
    const int64_t first = tiling.FirstColumn(panel), last = first + tiling.ColumnsIn(panel);
    for (int64_t column = first; column < last;) {
      const int64_t kx = column / channels, channel = column % channels;
      const int64_t count = std::min(channels - channel, last - column);
      segments_.push_back({kx, begin + channel, count, panel, column - first});
      column += count;
    }
  }
}

void DepthSource::Touch(const ImageBand& band) const {
  const bool every_row = shape_.kernel_h >= shape_.stride_h;
  const bool every_pixel = shape_.kernel_w >= shape_.stride_w;
  if (!every_row || !every_pixel) return;  // most pixels are not read
  const int64_t top = band.y_begin * shape_.stride_h - shape_.pad_h;
  const int64_t bottom = (band.y_end - 1) * shape_.stride_h - shape_.pad_h + shape_.kernel_h;
  const int64_t first = std::clamp<int64_t>(top, 0, shape_.h);
  const int64_t last = std::clamp(bottom, first, shape_.h);
  const bool part = band.Columns() < shape_.out_w;  // pointwise only: a band is part of the one row
  for (int64_t i = 0; i < band.images; ++i) {
    const int64_t begin = ((band.image + i) * shape_.h + first) * shape_.w + (part ? band.x_begin : 0);
    x_.TouchPixels(begin, part ? band.Columns() : (last - first) * shape_.w, begin_, end_ - begin_);
  }
}

void DepthSource::Load(const ImageBand& band, const DepthLayout& layout, Word* out) const {
  Touch(band);
  for (int64_t i = 0; i < band.images; ++i) {
    for (int64_t slot = 0; slot < layout.image_slots; ++slot) {
      const int64_t y = layout.separate_rows
                            ? (band.y_begin + slot % layout.rows) * shape_.stride_h + slot / layout.rows
                            : band.y_begin + slot;
      LoadRow(band, layout, band.image + i, y - shape_.pad_h, layout.FirstLine(i) + slot * layout.columns, out);
    }
  }
  const int64_t loaded = layout.FirstLine(band.images);
  for (int64_t panel = 0; panel < tiling_.panels.count; ++panel) {
    const int64_t width = tiling_.Width(panel), columns = tiling_.ColumnsIn(panel);
    Word* const to = out + PanelAt(layout, panel);
    if (columns < width) Clear(to + columns, layout.lines, width - columns, width);
    Clear(to + loaded * width, layout.lines - loaded, width, width);
  }
}

void DepthSource::LoadRow(const ImageBand& band, const DepthLayout& layout, int64_t image, int64_t row,
                          int64_t line, Word* out) const {
  const bool inside = row >= 0 && row < shape_.h;
  const int64_t stride = shape_.stride_w;
  for (const Segment& segment : segments_) {
    // Output columns begin .. end-1 of the band have their source pixel inside the image.
    const int64_t shift = segment.kx - shape_.pad_w;
    const int64_t right = shape_.w - shift;
    const int64_t begin = std::clamp(shift < 0 ? DivideUp(-shift, stride) : 0, band.x_begin, band.x_end);
    const int64_t end = std::clamp(inside && right > 0 ? DivideUp(right, stride) : 0, begin, band.x_end);
    const int64_t width = tiling_.Width(segment.panel);
    Word* const to = out + PanelAt(layout, segment.panel) + line * width + segment.column;
    Clear(to, begin - band.x_begin, segment.channels, width);
    if (begin < end) {
      x_.Load((image * shape_.h + row) * shape_.w + begin * stride + shift, stride, end - begin,
              segment.first_channel, segment.channels, to + (begin - band.x_begin) * width, width);
    }
    Clear(to + (end - band.x_begin) * width, band.x_end - end, segment.channels, width);
  }
}

}  // namespace resnet
