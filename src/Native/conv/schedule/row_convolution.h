// The form in which direct convolutions run. With NHWC activations, the pixels under one kernel row are adjacent,
// so the reduction over a kernel row's columns and channels is one contiguous run of taps_w * words words, where
// `words` is the number of words of a pixel's channels (see gemm.h).
//
//   out[n, y, x, :] = sum over t < taps_h, j < taps_w*words of
//       source[n, y*stride_h + t + first_row, ...][(x*stride_w + first_col)*words + j] * weights[t][j][:]
//
// with zeros outside the source and beyond the last channel. The forward pass is one such convolution. The backward
// pass to the data is stride_h * stride_w of them over dy, one for each phase of dx's pixels modulo the strides: a
// phase depends only on every stride-th kernel tap, flipped, and so becomes a convolution of stride 1 whose outputs
// lie a stride apart in dx.
//
// A grouped convolution is `groups` such convolutions of the same shape: group g reads the channels from g*channels
// and writes those from g*out_channels.
#pragma once

#include <cstdint>
#include <vector>

#include "conv/conv_shape.h"

namespace resnet {

struct RowConvolution {
  int64_t n = 0;
  int64_t source_h = 0, source_w = 0, channels = 0;
  int64_t groups = 1;              // all other channels, words and weights are those of one group
  int64_t words = 0;               // of a pixel
  int64_t taps_h = 0, taps_w = 0;  // either may be 0: the outputs are then zero
  int64_t stride_h = 1, stride_w = 1;
  int64_t first_row = 0, first_col = 0;  // of the source, under output row and column 0; negative in the padding

  int64_t out_h = 0, out_w = 0, out_channels = 0;
  int64_t out_offset = 0;  // of output pixel (0, 0), in elements, as the strides
  int64_t out_image_stride = 0, out_row_stride = 0, out_pixel_stride = 0;

  // weights[t][j = (u, channel's word)][out channel] is the caller's HWIO tensor at kernel row first_tap_h +
  // t*tap_step_h and column first_tap_w + u*tap_step_w, with input and output channels exchanged if transposed.
  int64_t first_tap_h = 0, tap_step_h = 1;
  int64_t first_tap_w = 0, tap_step_w = 1;
  bool transposed = false;

  // The source is one row that holds all pixels of the batch. out_w then depends on the batch size, so decisions
  // that must be the same for every batch must not use it.
  bool flat = false;

  int64_t SourcePixel() const { return groups * channels; }  // elements
  int64_t RunLength() const { return taps_w * words; }
  int64_t WeightRows() const { return taps_h * RunLength(); }
};

std::vector<RowConvolution> PlanForward(const ConvShape& shape);
std::vector<RowConvolution> PlanBackwardData(const ConvShape& shape);

// True if every output pixel depends on one source pixel, in the same order. The plan is then one flat row.
inline bool IsPointwise(const ConvShape& shape) {
  return shape.kernel_h == 1 && shape.kernel_w == 1 && shape.stride_h == 1 && shape.stride_w == 1 &&
         shape.groups == 1;
}

}  // namespace resnet
