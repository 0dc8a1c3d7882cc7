#include "conv/schedule/direct_schedule.h"

#include <algorithm>

namespace resnet {
namespace {

// Words of source rows per task: a quarter of a typical second-level cache; the weights get the rest.
constexpr int64_t kTaskSource = 64 * 1024;
// The same for im2row, where rows are short and weights many.
constexpr int64_t kIm2RowSource = 128 * 1024;
// Enough tasks for all cores to finish at about the same time.
constexpr int64_t kWantedTasks = 64;
// Every band loads the rows at its edges again, every chunk of panels the whole source: small batches are cut into
// no more tasks than these.
constexpr int64_t kFewestTasks = 8;

// Cache lines of an output pixel with that many columns. Chunks of columns are at least a line wide: two threads
// must not write to one line at the same time.
int64_t Lines(int64_t columns, ElementType output) {
  constexpr int64_t kLine = 64;
  return DivideUp(columns * SizeOf(output), kLine);
}

// The smallest band that is worth a task: four tiles, or four rows.
int64_t LeastBand(const RowConvolution& conv, const Tiling& tiling) { return conv.flat ? 4 * tiling.max_rows : 4; }

Split FlatBands(const RowConvolution& conv, const Tiling& tiling, ElementType output) {
  // An int8 tile stores less than a cache line of each pixel: the lines must stay in the cache until all panels are
  // done.
  const int64_t out_words = output == ElementType::kUint8 ? conv.out_channels / int64_t{sizeof(Word)} : 0;
  const int64_t pixels = kTaskSource / (conv.words + out_words);
  return Split::IntoAtMost(conv.out_w, std::max(pixels, LeastBand(conv, tiling)));
}

Split RowBands(const RowConvolution& conv, const SourceLayout& source) {
  // Strides longer than the kernel skip rows and, in place, pixels.
  const int64_t rows_read = source.copies ? conv.stride_h : std::min(conv.stride_h, conv.taps_h);
  const int64_t row_words =
      source.copies ? source.row_stride : conv.out_w * std::min(conv.stride_w, conv.taps_w) * conv.words;
  // All groups count: their rows share cache lines, or lie next to each other, and are used one group after the
  // other.
  const int64_t words = std::max<int64_t>(1, conv.groups * rows_read * row_words);  // 0 in a phase without taps
  return Split::IntoAtMost(conv.out_h, std::clamp<int64_t>(kTaskSource / words, 1, conv.out_h));
}

Split ImageChunks(const RowConvolution& conv, const SourceLayout& source, int64_t band_rows) {
  if (!source.im2row) return {conv.n, conv.n};
  const int64_t image_words = source.ScratchFor(Im2RowRows(conv, band_rows));
  const int64_t most = DivideUp(conv.n, kFewestTasks);
  return Split::IntoAtMost(conv.n, std::clamp<int64_t>(kIm2RowSource / image_words, 1, most));
}

// Tiles of a task that multiply by one panel.
int64_t TilesPerPanel(const RowConvolution& conv, const DirectSchedule& schedule) {
  const int64_t band = schedule.bands.Largest();
  int64_t rows = band, pixels = conv.out_w;
  if (conv.flat) {
    rows = 1;
    pixels = band;
  } else if (schedule.source.im2row) {
    rows = schedule.images.Largest();
    pixels = band * conv.out_w;
  }
  return rows * DivideUp(pixels, schedule.tiling.max_rows);
}

}  // namespace

int64_t Im2RowRows(const RowConvolution& conv, int64_t band_rows) {
  return conv.stride_h == 1 ? band_rows + conv.taps_h - 1 : band_rows * conv.taps_h;
}

DirectSchedule ScheduleDirect(const GemmKernels& kernels, const RowConvolution& conv, ElementType source,
                              ElementType output) {
  DirectSchedule schedule{};
  schedule.tiling = ChooseTiling(kernels, conv);
  schedule.source = LayOutSource(kernels, conv, source);
  const Tiling& tiling = schedule.tiling;
  const int64_t most_groups = std::min(Lines(conv.groups * tiling.columns, output), conv.groups);
  const int64_t most_panels = std::min(Lines(tiling.columns, output), tiling.panels.count);

  // First by what fits the cache, then into more bands if the batch is small, then by groups and panels.
  schedule.bands = conv.flat ? FlatBands(conv, tiling, output) : RowBands(conv, schedule.source);
  schedule.images = ImageChunks(conv, schedule.source, schedule.bands.Largest());
  const int64_t wanted_bands = DivideUp(kFewestTasks, schedule.images.count * most_groups * most_panels);
  const int64_t most_bands = schedule.bands.total / LeastBand(conv, tiling);
  schedule.bands.count = std::max(schedule.bands.count, std::min(wanted_bands, most_bands));
  int64_t tasks = schedule.images.count * schedule.bands.count;
  schedule.groups = {conv.groups, std::clamp<int64_t>(kWantedTasks / tasks, 1, most_groups)};
  tasks *= schedule.groups.count;
  schedule.panels = {tiling.panels.count, std::clamp<int64_t>(kWantedTasks / tasks, 1, most_panels)};

  schedule.rows_per_tap = schedule.source.im2row && conv.stride_h > 1 ? schedule.bands.Largest() : 1;
  schedule.prefetch =
      SchedulePrefetch(conv.WeightRows() * tiling.PaddedColumns(), conv.WeightRows() * tiling.Width(0),
                       TilesPerPanel(conv, schedule), conv.WeightRows());
  return schedule;
}

}  // namespace resnet
