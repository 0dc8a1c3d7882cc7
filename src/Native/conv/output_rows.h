// The reduction of the backward pass to the weights: over the rows of output pixels, numbered through the batch.
#pragma once

#include <cstdint>

#include "conv/conv_shape.h"
#include "conv/split.h"

namespace resnet {

struct RowBand {
  int64_t begin, end;  // rows
  int64_t pixels;      // of each of them

  int64_t Rows() const { return end - begin; }
  int64_t Pixels() const { return Rows() * pixels; }
};

class OutputRows {
 public:
  // In bands of about band_pixels.
  OutputRows(const ConvShape& shape, int64_t band_pixels);

  // A pointwise convolution's pixels are cut into rows freely: shape() is then one image of such rows, the last of
  // which may have fewer pixels and is a band by itself.
  const ConvShape& shape() const { return shape_; }
  int64_t Bands() const { return bands_.parts + (last_pixels_ > 0 ? 1 : 0); }
  RowBand Band(int64_t index) const;
  int64_t MaxBandRows() const { return DivideUp(bands_.total, bands_.parts); }

 private:
  ConvShape shape_;
  Split bands_;          // of the rows of full length
  int64_t last_pixels_;  // of the shorter last row, 0 if there is none
};

}  // namespace resnet
