#include "conv/schedule/output_rows.h"

#include <algorithm>

#include "conv/schedule/row_convolution.h"

namespace resnet {

OutputRows::OutputRows(const ConvShape& shape, int64_t band_pixels) : shape_(shape), last_pixels_(0) {
  if (IsPointwise(shape)) {
    const int64_t pixels = shape.n * shape.h * shape.w;
    shape_.n = 1;
    shape_.w = shape_.out_w = std::min(pixels, band_pixels);
    shape_.h = shape_.out_h = DivideUp(pixels, shape_.w);
    last_pixels_ = pixels % shape_.w;
  }
  const int64_t full_rows = shape_.n * shape_.out_h - (last_pixels_ > 0 ? 1 : 0);
  bands_ = Split::IntoAtMost(full_rows, std::max<int64_t>(1, band_pixels / shape_.out_w));
}

RowBand OutputRows::Band(int64_t index) const {
  if (index == bands_.count) return {bands_.total, bands_.total + 1, last_pixels_};
  return {bands_.Begin(index), bands_.End(index), shape_.out_w};
}

}  // namespace resnet
