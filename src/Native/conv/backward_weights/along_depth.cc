#include "conv/backward_weights/along_depth.h"

#include <vector>

#include "base/scratch.h"
#include "conv/backward_weights/along_depth_operands.h"
#include "conv/schedule/tiling.h"

namespace resnet {
namespace {

// A task's part of dweights, transposed: [ky][output channel][kx][input channel], where output channels are stride_
// apart.
class Sums {
 public:
  Sums(const GemmKernels& kernels, const ConvShape& shape, int64_t channels, int64_t rows)
      : shape_(shape),
        kernels_(kernels),
        channels_(channels),
        rows_(rows),
        tiling_(ChooseTiling(kernels, rows, shape.kernel_w * channels)),
        stride_(tiling_.PaddedColumns() + kernels.vector_length),  // avoids powers of two
        scratch_(static_cast<size_t>(shape.kernel_h * rows * stride_)) {}

  const Tiling& tiling() const { return tiling_; }

  void Add(const DepthLayout& layout, const DepthSource& source, const Word* x, const Word* dy, bool accumulate) {
    GemmTile tile;
    tile.accumulate = accumulate;
    tile.depth = layout.depth;
    tile.a_stride = layout.stride;
    tile.c_stride = stride_;
    const Split row_tiles = Split::IntoAtMost(rows_, tiling_.max_rows);
    std::vector<GemmTap> taps(static_cast<size_t>(layout.images));
    tile.taps = taps.data();
    tile.tap_count = layout.images;
    for (int64_t i = 0; i < row_tiles.count; ++i) {
      const int64_t row = row_tiles.Begin(i), count = row_tiles.End(i) - row;
      tile.a = dy + row * layout.stride;
      for (int64_t panel = 0; panel < tiling_.panels.count; ++panel) {
        const GemmTileFunction run = kernels_.along_depth_to_float32[tiling_.Vectors(panel) - 1][count - 1];
        const int64_t width = tiling_.Width(panel);
        tile.columns = width;
        for (int64_t image = 0; image < layout.images; ++image) {
          taps[static_cast<size_t>(image)] = {image * layout.depth, layout.FirstLine(image) * width};
        }
        for (int64_t ky = 0; ky < shape_.kernel_h; ++ky) {
          tile.b = x + source.PanelAt(layout, panel) + layout.KernelRowLine(ky) * width;
          tile.c = scratch_.data() + (ky * rows_ + row) * stride_ + tiling_.FirstColumn(panel);
          run(tile);
        }
      }
    }
  }

  // Stores to dweights, whose rows are out_row long; `out` is the first tap's element at the task's first channels.
  void Store(float* out, int64_t out_row) const {
    for (int64_t ky = 0; ky < shape_.kernel_h; ++ky) {
      for (int64_t kx = 0; kx < shape_.kernel_w; ++kx) {
        kernels_.transpose(scratch_.data() + ky * rows_ * stride_ + kx * channels_, stride_, rows_, channels_,
                           out + (ky * shape_.kernel_w + kx) * shape_.c * out_row, out_row);
      }
    }
  }

 private:
  const ConvShape& shape_;
  const GemmKernels& kernels_;
  const int64_t channels_, rows_;
  const Tiling tiling_;
  const int64_t stride_;
  const Scratch scratch_;
};

}  // namespace

WeightsAlongDepth::WeightsAlongDepth(const GemmKernels& kernels, const ConvShape& words, int64_t groups,
                                     const PixelWords& x, const PixelWords& dy)
    : kernels_(kernels), schedule_(ScheduleAlongDepth(words, groups)), shape_(words), x_(x), dy_(dy) {}

void WeightsAlongDepth::Run(int64_t index, float* out) const {
  const AlongDepthTask task = schedule_.Task(index);
  const int64_t channel = schedule_.x_channels.Begin(task.x_channels);
  const int64_t channel_end = schedule_.x_channels.End(task.x_channels);
  const int64_t row = schedule_.dy_channels.Begin(task.dy_channels);
  const int64_t row_end = schedule_.dy_channels.End(task.dy_channels);

  Sums sums(kernels_, shape_, channel_end - channel, row_end - row);
  const DepthSource source(x_.Group(task.group), shape_, sums.tiling(), channel, channel_end);
  const DepthGradient gradient(dy_.Group(task.group), kernels_.transpose, row, row_end);
  const int64_t first = schedule_.reduction.Begin(task.reduction);
  for (int64_t i = first; i < schedule_.reduction.End(task.reduction); ++i) {
    const ImageBand band = schedule_.bands.Band(i);
    const DepthLayout layout(shape_, band, kernels_.vector_length);
    const Scratch x(static_cast<size_t>(source.ScratchFor(layout)));
    const Scratch dy(static_cast<size_t>(gradient.ScratchFor(layout)));
    source.Load(band, layout, x.data());
    gradient.Load(shape_, band, layout, dy.data());
    sums.Add(layout, source, x.data(), dy.data(), i != first);
  }
  const int64_t out_row = schedule_.groups * shape_.k;
  const int64_t partial = task.reduction * schedule_.groups * shape_.WeightElements();
  sums.Store(out + partial + task.group * shape_.k + channel * out_row + row, out_row);
}

}  // namespace resnet
