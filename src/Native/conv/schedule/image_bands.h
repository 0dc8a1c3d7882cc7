// Bands of output pixels that lie within one image or consist of whole images: the reduction of the backward pass
// to the weights by kernels along depth. A pointwise convolution has one row, which is cut into ranges of pixels.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/split.h"
#include "conv/conv_shape.h"
#include "conv/schedule/row_convolution.h"

namespace resnet {

struct ImageBand {
  int64_t image, images;   // the first image and their number
  int64_t y_begin, y_end;  // of each image
  int64_t x_begin, x_end;

  int64_t Rows() const { return y_end - y_begin; }
  int64_t Columns() const { return x_end - x_begin; }
  int64_t ImagePixels() const { return Rows() * Columns(); }
};

class ImageBands {
 public:
  // Bands have about `pixels` pixels.
  ImageBands(const ConvShape& shape, int64_t pixels)
      : columns_(IsPointwise(shape) ? Split::IntoAtMost(shape.out_w, pixels) : Split{shape.out_w, 1}),
        rows_(Split::IntoAtMost(shape.out_h, std::max<int64_t>(1, pixels / shape.out_w))),
        images_{shape.n, shape.n} {
    const int64_t image = shape.out_h * shape.out_w;
    if (rows_.count == 1) images_ = Split::IntoAtMost(shape.n, std::max<int64_t>(1, pixels / image));
  }

  int64_t Count() const { return images_.count * rows_.count * columns_.count; }
  ImageBand Band(int64_t index) const {
    const int64_t columns = index % columns_.count;
    const int64_t rows = index / columns_.count % rows_.count;
    const int64_t images = index / columns_.count / rows_.count;
    return {images_.Begin(images),   images_.End(images) - images_.Begin(images),
            rows_.Begin(rows),       rows_.End(rows),
            columns_.Begin(columns), columns_.End(columns)};
  }

 private:
  Split columns_, rows_, images_;
};

}  // namespace resnet
