#include "conv/weights_partition.h"

#include <algorithm>

namespace resnet {
namespace {

// Beyond so many channels, pixels of x lie so far apart that tiles would use little of each cache line and page.
constexpr int64_t kFlattenedChannels = 64;
// A task's part of dweights, in floats: it is updated once per band and should stay in the second-level cache.
constexpr int64_t kSlice = 64 * 1024;
// Pixels of a band: enough that loading and storing a tile's sums hardly counts, few enough that a column block of
// dy's stays in the first-level cache while the tiles run over it, and that both operands stay in the second.
constexpr int64_t kMinBandPixels = 64;
constexpr int64_t kMaxBandPixels = 256;
constexpr int64_t kBandFloats = 64 * 1024;

// Splits the longer side of the groups' parts of dweights until these are small enough.
void ChooseGroups(const ConvShape& shape, Split* channels, Split* columns) {
  while (shape.WeightElements() / (channels->parts * columns->parts) > kSlice) {
    const bool longer = shape.c / channels->parts > shape.k / columns->parts;
    Split* first = longer ? channels : columns;
    Split* second = longer ? columns : channels;
    if (first->parts < first->total) {
      ++first->parts;
    } else if (second->parts < second->total) {
      ++second->parts;
    } else {
      return;
    }
  }
}

}  // namespace

WeightsPartition::WeightsPartition(const GemmKernels& kernels, const ConvShape& shape)
    : flattened(shape.c <= kFlattenedChannels),
      tiling(ChooseTiling(kernels, flattened ? shape.kernel_w * shape.c : shape.c, shape.k)),
      blocks(flattened ? Split{shape.c, 1} : Split::IntoAtMost(shape.c, tiling.max_rows)),
      channel_groups{blocks.parts, 1},
      column_groups{tiling.blocks.parts, 1} {
  ChooseGroups(shape, &channel_groups, &column_groups);
  const bool every_tap = shape.kernel_h > 1 || shape.kernel_w > 1;
  const int64_t source_pixels = every_tap ? shape.stride_h * shape.stride_w : 1;  // for an output pixel
  const int64_t floats =
      source_pixels * (shape.c / channel_groups.parts) + tiling.PaddedColumns() / column_groups.parts;
  band_pixels = std::clamp(kBandFloats / floats, kMinBandPixels, kMaxBandPixels);
}

}  // namespace resnet
