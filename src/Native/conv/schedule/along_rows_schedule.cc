#include "conv/schedule/along_rows_schedule.h"

#include <algorithm>

#include "conv/schedule/reduction_chunks.h"

namespace resnet {
namespace {

// With more channels, the pixels of x are so far apart that tiles would use little of each cache line and page.
constexpr int64_t kFlattenedChannels = 64;
// A task's part of dweights, in floats: it is updated once per band and should stay in the second-level cache.
constexpr int64_t kTaskWeights = 64 * 1024;
// Pixels of a band: enough to make loading and storing a tile's sums cheap in comparison; few enough for a panel of
// dy to stay in the first-level cache while tiles run over it, and for both operands to stay in the second.
constexpr int64_t kMinBandPixels = 64;
constexpr int64_t kMaxBandPixels = 256;
constexpr int64_t kBandFloats = 64 * 1024;

// Cuts the longer side of a task's part of dweights until the part is small enough.
void CutWeights(const ConvShape& shape, Split* channels, Split* panels) {
  while (shape.WeightElements() / (channels->count * panels->count) > kTaskWeights) {
    const bool longer = shape.c / channels->count > shape.k / panels->count;
    Split* first = longer ? channels : panels;
    Split* second = longer ? panels : channels;
    if (first->count < first->total) {
      ++first->count;
    } else if (second->count < second->total) {
      ++second->count;
    } else {
      return;
    }
  }
}

int64_t BandPixels(const ConvShape& shape, const Tiling& tiling, const Split& channels, const Split& panels) {
  const bool every_pixel = shape.kernel_h > 1 || shape.kernel_w > 1;
  const int64_t source_pixels = every_pixel ? shape.stride_h * shape.stride_w : 1;  // per output pixel
  const int64_t floats = source_pixels * (shape.c / channels.count) + tiling.PaddedColumns() / panels.count;
  return std::clamp(kBandFloats / floats, kMinBandPixels, kMaxBandPixels);
}

}  // namespace

AlongRowsSchedule ScheduleAlongRows(const GemmKernels& kernels, const ConvShape& words, int64_t groups) {
  const bool flattened = words.c <= kFlattenedChannels;
  const Tiling tiling = ChooseTiling(kernels, flattened ? words.kernel_w * words.c : words.c, words.k);
  const Split channel_tiles = flattened ? Split{words.c, 1} : Split::IntoAtMost(words.c, tiling.max_rows);
  Split channels{channel_tiles.count, 1}, panels{tiling.panels.count, 1};
  CutWeights(words, &channels, &panels);
  const OutputRows rows(words, BandPixels(words, tiling, channels, panels));
  const int64_t group_tasks = channels.count * panels.count;
  const Split reduction = ReductionChunks(words, groups, rows.Bands(), group_tasks);
  const int64_t wanted_groups = kWantedWeightsTasks / (reduction.count * group_tasks);
  const Split group_chunks{groups, std::clamp<int64_t>(wanted_groups, 1, groups)};
  return {flattened, tiling, channel_tiles, rows, reduction, group_chunks, channels, panels};
}

}  // namespace resnet
