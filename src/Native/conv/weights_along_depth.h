// The backward pass to the weights by kernels whose a must be contiguous along the reduction: dy is transposed,
// once for all taps, and the sums come out as dweights transposed.
#pragma once

#include "conv/conv_shape.h"
#include "conv/image_bands.h"
#include "conv/pixel_words.h"
#include "conv/split.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// Channels in groups of whole register tiles, as far as they go.
struct ChannelGroups {
  explicit ChannelGroups(int64_t channels) : channels(channels), groups{DivideUp(channels, kTile), 1} {}

  int64_t Begin(int64_t group) const {
    const int64_t begin = groups.Begin(group) * kTile;
    return begin < channels ? begin : channels;
  }
  int64_t End(int64_t group) const { return Begin(group + 1); }
  int64_t Largest() const { return DivideUp(groups.total, groups.parts) * kTile; }

  static constexpr int64_t kTile = 32;
  int64_t channels;
  Split groups;
};

struct ChannelGroupPair {
  ChannelGroups x, dy;
  int64_t Count() const { return x.groups.parts * dy.groups.parts; }
};

// Cut into tasks: (piece of the batch, part, group of x's channels, group of dy's). How depends on the shape only,
// as the order of the sums does.
class WeightsAlongDepth {
 public:
  // words is a part's shape after InWords.
  WeightsAlongDepth(const GemmKernels& kernels, const ConvShape& words, int64_t parts, const PixelWords& x,
                    const PixelWords& dy);

  int64_t pieces() const { return pieces_.parts; }
  int64_t tasks() const { return pieces_.parts * parts_ * groups_.Count(); }

  // out holds one dweights for each piece.
  void Run(int64_t task, float* out) const;

 private:
  const GemmKernels& kernels_;
  const ConvShape shape_;
  const int64_t parts_;
  const PixelWords x_, dy_;
  const ChannelGroupPair groups_;
  const ImageBands bands_;
  const Split pieces_;  // of the bands
};

}  // namespace resnet
