#include "conv/weights_along_depth.h"

#include <algorithm>
#include <vector>

#include "base/scratch.h"
#include "conv/batch_pieces.h"
#include "conv/depth_operands.h"
#include "conv/tiling.h"

namespace resnet {
namespace {

// A task's part of dweights, in floats: it is updated once per band and should stay in the second-level cache.
constexpr int64_t kSums = 192 * 1024;
// Pixels of a band: enough that loading and storing a tile's sums hardly counts, few enough that a tile's rows of
// the gradient stay in the first-level cache while x runs past them, and that both operands stay in the second.
constexpr int64_t kMinPixels = 64, kMaxPixels = 256;
constexpr int64_t kOperands = 192 * 1024;  // words

// Splits the longer side of the groups' parts of dweights until these are small enough.
ChannelGroupPair ChooseGroups(const ConvShape& shape) {
  ChannelGroupPair pair{ChannelGroups(shape.c), ChannelGroups(shape.k)};
  while (shape.kernel_h * shape.kernel_w * pair.x.Largest() * pair.dy.Largest() > kSums) {
    Split& longer = pair.x.Largest() > pair.dy.Largest() ? pair.x.groups : pair.dy.groups;
    if (longer.parts == longer.total) break;
    ++longer.parts;
  }
  return pair;
}

int64_t BandPixels(const ConvShape& shape, const ChannelGroupPair& groups) {
  const int64_t words =
      shape.kernel_w * std::min(groups.x.Largest(), shape.c) + std::min(groups.dy.Largest(), shape.k);
  return std::clamp(kOperands / words, kMinPixels, kMaxPixels);
}

// A task's dweights, transposed: [ky][output channel][kx][input channel], output channels a stride apart.
class Sums {
 public:
  Sums(const GemmKernels& kernels, const ConvShape& shape, int64_t channels, int64_t rows)
      : shape_(shape),
        kernels_(kernels),
        channels_(channels),
        rows_(rows),
        tiling_(ChooseTiling(kernels, rows, shape.kernel_w * channels)),
        stride_(tiling_.PaddedColumns() + kernels.vector_length),  // not a power of two
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
    for (int64_t i = 0; i < row_tiles.parts; ++i) {
      const int64_t row = row_tiles.Begin(i), count = row_tiles.End(i) - row;
      tile.a = dy + row * layout.stride;
      for (int64_t block = 0; block < tiling_.blocks.parts; ++block) {
        const GemmTileFunction run = kernels_.along_depth_to_float32[tiling_.Vectors(block) - 1][count - 1];
        const int64_t slice = tiling_.Slice(block);
        tile.columns = slice;
        for (int64_t image = 0; image < layout.images; ++image) {
          taps[static_cast<size_t>(image)] = {image * layout.depth, layout.FirstLine(image) * slice};
        }
        for (int64_t ky = 0; ky < shape_.kernel_h; ++ky) {
          tile.b = x + source.BlockAt(layout, block) + layout.KernelRowLine(ky) * slice;
          tile.c = scratch_.data() + (ky * rows_ + row) * stride_ + tiling_.FirstColumn(block);
          run(tile);
        }
      }
    }
  }

  // To dweights, of which `out` is the first tap's at the task's first channels, and whose rows are out_row long.
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

WeightsAlongDepth::WeightsAlongDepth(const GemmKernels& kernels, const ConvShape& words, int64_t parts,
                                     const PixelWords& x, const PixelWords& dy)
    : kernels_(kernels),
      shape_(words),
      parts_(parts),
      x_(x),
      dy_(dy),
      groups_(ChooseGroups(words)),
      bands_(words, BandPixels(words, groups_)),
      pieces_(BatchPieces(words, parts, bands_.Count(), groups_.Count())) {}

void WeightsAlongDepth::Run(int64_t task, float* out) const {
  const int64_t dy_group = task % groups_.dy.groups.parts;
  const int64_t x_group = task / groups_.dy.groups.parts % groups_.x.groups.parts;
  const int64_t part = task / groups_.Count() % parts_;
  const int64_t piece = task / groups_.Count() / parts_;
  const int64_t channel = groups_.x.Begin(x_group), end = groups_.x.End(x_group);
  const int64_t row = groups_.dy.Begin(dy_group), rows = groups_.dy.End(dy_group) - row;

  Sums sums(kernels_, shape_, end - channel, rows);
  const DepthSource source(x_.Part(part), shape_, sums.tiling(), channel, end);
  const DepthGradient gradient(dy_.Part(part), kernels_.transpose, row, row + rows);
  for (int64_t index = pieces_.Begin(piece); index < pieces_.End(piece); ++index) {
    const ImageBand band = bands_.Band(index);
    const DepthLayout layout(shape_, band, kernels_.vector_length);
    const Scratch x(static_cast<size_t>(source.ScratchFor(layout)));
    const Scratch dy(static_cast<size_t>(gradient.ScratchFor(layout)));
    source.Load(band, layout, x.data());
    gradient.Load(shape_, band, layout, dy.data());
    sums.Add(layout, source, x.data(), dy.data(), index != pieces_.Begin(piece));
  }
  const int64_t out_row = parts_ * shape_.k;
  sums.Store(out + piece * parts_ * shape_.WeightElements() + part * shape_.k + channel * out_row + row, out_row);
}

}  // namespace resnet
