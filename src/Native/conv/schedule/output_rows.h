// Bands of output rows, where the rows of all images of the batch are numbered consecutively: the reduction of the
// backward pass to the weights by kernels along rows.
#pragma once

#include <cstdint>

#include "base/split.h"
#include "conv/conv_shape.h"

namespace resnet {

struct RowBand {
  int64_t begin, end;  // rows
  int64_t pixels;      // of each row

  int64_t Rows() const { return end - begin; }
  int64_t Pixels() const { return Rows() * pixels; }
};

class OutputRows {
 public:
  // Bands have about band_pixels pixels.
  OutputRows(const ConvShape& shape, int64_t band_pixels);

  // The given shape; or, for a pointwise convolution, one image with all its pixels in rows of any length. The last
  // of those rows may be shorter and is then a band of its own.
  const ConvShape& shape() const { return shape_; }
  int64_t Bands() const { return bands_.count + (last_pixels_ > 0 ? 1 : 0); }
  RowBand Band(int64_t index) const;

 private:
  ConvShape shape_;
  Split bands_;          // of the rows of full length
  int64_t last_pixels_;  // of a shorter last row, else 0
};

}  // namespace resnet
