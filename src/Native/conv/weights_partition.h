// How the backward pass to the weights is cut up. Depends on the shape only, as the order of its sums does.
#pragma once

#include "conv/conv_shape.h"
#include "conv/split.h"
#include "conv/tiling.h"

namespace resnet {

struct WeightsPartition {
  WeightsPartition(const GemmKernels& kernels, const ConvShape& shape);

  // Few channels: the tiles run over a whole kernel row's columns and channels. Else each kernel column has its own
  // tiles, one for each block of channels.
  bool flattened;
  Tiling tiling;
  Split blocks;  // of the channels
  // A task computes dweights for one group of channel blocks and one of column blocks.
  Split channel_groups, column_groups;
  int64_t band_pixels;  // output pixels reduced at a time

  int64_t Groups() const { return channel_groups.parts * column_groups.parts; }
};

}  // namespace resnet
