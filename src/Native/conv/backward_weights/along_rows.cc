#include "conv/backward_weights/along_rows.h"

#include "base/scratch.h"

namespace resnet {

WeightsAlongRows::WeightsAlongRows(const GemmKernels& kernels, const ConvShape& words, int64_t groups,
                                   const PixelWords& x, const PixelWords& dy)
    : kernels_(kernels),
      schedule_(ScheduleAlongRows(kernels, words, groups)),
      shape_(schedule_.rows.shape()),
      length_(groups * words.WeightElements()),
      row_(groups * words.k),
      x_(x),
      dy_(dy) {}

void WeightsAlongRows::Run(int64_t index, float* out) const {
  const AlongRowsTask task = schedule_.Task(index);
  const Range range{schedule_.channels.Begin(task.channels), schedule_.channels.End(task.channels),
                    schedule_.panels.Begin(task.panels), schedule_.panels.End(task.panels)};
  const int64_t first = schedule_.reduction.Begin(task.reduction);
  for (int64_t band = first; band < schedule_.reduction.End(task.reduction); ++band) {
    for (int64_t group = schedule_.groups.Begin(task.groups); group < schedule_.groups.End(task.groups); ++group) {
      RunBand(group, range, schedule_.rows.Band(band), band != first,
              out + task.reduction * length_ + group * shape_.k);
    }
  }
}

void WeightsAlongRows::RunBand(int64_t group, const Range& range, const RowBand& band, bool accumulate,
                               float* out) const {
  BandSource source(x_.Group(group), shape_, schedule_.channel_tiles, range.first_channel_tile,
                    range.last_channel_tile);
  BandGradient gradient(dy_.Group(group), schedule_.tiling, range.first_panel, range.last_panel);
  const Scratch source_scratch(static_cast<size_t>(source.ScratchFor(band)));
  const Scratch gradient_scratch(static_cast<size_t>(gradient.ScratchFor(band)));
  source.Load(band, source_scratch.data());
  gradient.Load(band, shape_.out_w, gradient_scratch.data());
  Multiply(range, band, source, gradient, accumulate, out);
}

void WeightsAlongRows::Multiply(const Range& range, const RowBand& band, const BandSource& source,
                                const BandGradient& gradient, bool accumulate, float* out) const {
  const Tiling& tiling = schedule_.tiling;
  GemmTile tile;
  tile.accumulate = accumulate;
  tile.depth = band.pixels;
  tile.a_stride = source.PixelStride();
  tile.c_stride = row_;
  for (int64_t panel = range.first_panel; panel < range.last_panel; ++panel) {
    tile.b = gradient.Panel(panel);
    tile.columns = tiling.ColumnsIn(panel);
    const GemmTileFunction* by_rows = kernels_.along_rows[tiling.Vectors(panel) - 1];
    for (int64_t ky = 0; ky < shape_.kernel_h; ++ky) {
      const std::vector<GemmTap> taps = Taps(source, band, ky, tiling.Width(panel));
      if (taps.empty() && accumulate) continue;
      tile.taps = taps.data();
      tile.tap_count = static_cast<int64_t>(taps.size());
      float* corner = out + ky * shape_.kernel_w * shape_.c * row_ + tiling.FirstColumn(panel);
      // Computes rows first .. first+count-1 of this kernel row's [kernel_w * c][k].
      ForTiles(range, source, [&](const Word* a, int64_t first, int64_t count) {
        tile.a = a;
        tile.c = corner + first * row_;
        by_rows[count - 1](tile);
      });
    }
  }
}

std::vector<GemmTap> WeightsAlongRows::Taps(const BandSource& source, const RowBand& band, int64_t ky,
                                            int64_t width) const {
  std::vector<GemmTap> taps;
  taps.reserve(static_cast<size_t>(band.Rows()));
  for (int64_t row = band.begin; row < band.end; ++row) {
    int64_t offset;
    if (source.Offset(row, ky, &offset)) taps.push_back({offset, (row - band.begin) * band.pixels * width});
  }
  return taps;
}

template <class RunTile>
void WeightsAlongRows::ForTiles(const Range& range, const BandSource& source, const RunTile& run) const {
  if (schedule_.flattened) {
    const Split tiles = Split::IntoAtMost(shape_.kernel_w * shape_.c, schedule_.tiling.max_rows);
    for (int64_t i = 0; i < tiles.count; ++i) {
      run(source.ChannelTile(0) + tiles.Begin(i), tiles.Begin(i), tiles.End(i) - tiles.Begin(i));
    }
    return;
  }
  for (int64_t i = range.first_channel_tile; i < range.last_channel_tile; ++i) {
    const int64_t channel = schedule_.channel_tiles.Begin(i), end = schedule_.channel_tiles.End(i);
    for (int64_t kx = 0; kx < shape_.kernel_w; ++kx) {
      run(source.ChannelTile(i) + kx * source.Pitch(), kx * shape_.c + channel, end - channel);
    }
  }
}

}  // namespace resnet
