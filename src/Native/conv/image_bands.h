// The reduction of the backward pass to the weights in parts that lie within an image or consist of whole images:
// rows of output pixels, or pixels of the one row that a pointwise convolution has.
#pragma once

#include <algorithm>
#include <cstdint>

#include "conv/conv_shape.h"
#include "conv/row_convolution.h"
#include "conv/split.h"

namespace resnet {

struct ImageBand {
  int64_t image, images;   // the first, and how many
  int64_t y_begin, y_end;  // of each of them
  int64_t x_begin, x_end;

  int64_t Rows() const { return y_end - y_begin; }
  int64_t Columns() const { return x_end - x_begin; }
  int64_t ImagePixels() const { return Rows() * Columns(); }
};

class ImageBands {
 public:
  // Of about so many pixels each.
  ImageBands(const ConvShape& shape, int64_t pixels)
      : columns_(IsPointwise(shape) ? Split::IntoAtMost(shape.out_w, pixels) : Split{shape.out_w, 1}),
        rows_(Split::IntoAtMost(shape.out_h, std::max<int64_t>(1, pixels / shape.out_w))),
        images_{shape.n, shape.n} {
    const int64_t image = shape.out_h * shape.out_w;
    if (rows_.parts == 1) images_ = Split::IntoAtMost(shape.n, std::max<int64_t>(1, pixels / image));
  }

  int64_t Count() const { return images_.parts * rows_.parts * columns_.parts; }
  ImageBand Band(int64_t index) const {
    const int64_t columns = index % columns_.parts;
    const int64_t rows = index / columns_.parts % rows_.parts;
    const int64_t images = index / columns_.parts / rows_.parts;
    return {images_.Begin(images),   images_.End(images) - images_.Begin(images),
            rows_.Begin(rows),       rows_.End(rows),
            columns_.Begin(columns), columns_.End(columns)};
  }

 private:
  Split columns_, rows_, images_;
};

}  // namespace resnet
