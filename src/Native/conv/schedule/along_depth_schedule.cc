#include "conv/schedule/along_depth_schedule.h"

#include <algorithm>

#include "conv/schedule/reduction_chunks.h"

namespace resnet {
namespace {

// A task's part of dweights, in floats: it is updated once per band and should stay in the second-level cache.
constexpr int64_t kTaskWeights = 192 * 1024;
// Pixels of a band: enough to make loading and storing a tile's sums cheap in comparison; few enough for a tile's
// rows of dy to stay in the first-level cache while tiles run over x, and for both operands to stay in the second.
constexpr int64_t kMinPixels = 64, kMaxPixels = 256;
constexpr int64_t kOperands = 192 * 1024;  // words

// Cuts the longer side of a task's part of dweights until the part is small enough.
void CutWeights(const ConvShape& shape, ChannelChunks* x, ChannelChunks* dy) {
  while (shape.kernel_h * shape.kernel_w * x->Largest() * dy->Largest() > kTaskWeights) {
    Split& longer = x->Largest() > dy->Largest() ? x->tiles : dy->tiles;
    if (longer.count == longer.total) break;
    ++longer.count;
  }
}

int64_t BandPixels(const ConvShape& shape, const ChannelChunks& x, const ChannelChunks& dy) {
  const int64_t words = shape.kernel_w * std::min(x.Largest(), shape.c) + std::min(dy.Largest(), shape.k);
  return std::clamp(kOperands / words, kMinPixels, kMaxPixels);
}

}  // namespace

AlongDepthSchedule ScheduleAlongDepth(const ConvShape& words, int64_t groups) {
  ChannelChunks x(words.c), dy(words.k);
  CutWeights(words, &x, &dy);
  const ImageBands bands(words, BandPixels(words, x, dy));
  const Split reduction = ReductionChunks(words, groups, bands.Count(), x.tiles.count * dy.tiles.count);
  return {x, dy, bands, reduction, groups};
}

}  // namespace resnet
