#include "conv/backward_weights.h"

#include <algorithm>

#include "base/scratch.h"
#include "conv/band_operands.h"
#include "conv/batch_pieces.h"
#include "conv/output_rows.h"
#include "conv/weights_along_depth.h"
#include "conv/weights_partition.h"

namespace resnet {
namespace {

// dweights cut into tasks: (piece of the batch, group of parts, group of channel blocks, group of column blocks).
class Runner {
 public:
  // words is a part's shape after InWords.
  Runner(const GemmKernels& kernels, const ConvShape& words, int64_t parts, const PixelWords& x,
         const PixelWords& dy)
      : kernels_(kernels),
        parts_(kernels, words),
        rows_(words, parts_.band_pixels),
        shape_(rows_.shape()),
        length_(parts * words.WeightElements()),
        row_(parts * words.k),
        x_(x),
        dy_(dy) {
    pieces_ = BatchPieces(words, parts, rows_.Bands(), parts_.Groups());
    part_groups_ = {parts, std::clamp<int64_t>(kWantedWeightsTasks / (pieces_.parts * parts_.Groups()), 1, parts)};
  }

  int64_t pieces() const { return pieces_.parts; }
  int64_t tasks() const { return pieces_.parts * part_groups_.parts * parts_.Groups(); }

  // out holds one dweights for each piece.
  void Run(int64_t task, float* out) const {
    const int64_t piece = task / parts_.Groups() / part_groups_.parts;
    const int64_t part_group = task / parts_.Groups() % part_groups_.parts;
    const Group group = GroupAt(task % parts_.Groups());
    for (int64_t index = pieces_.Begin(piece); index < pieces_.End(piece); ++index) {
      for (int64_t part = part_groups_.Begin(part_group); part < part_groups_.End(part_group); ++part) {
        LoadAndRunBand(part, group, index, index != pieces_.Begin(piece), out + piece * length_ + part * shape_.k);
      }
    }
  }

 private:
  struct Group {
    int64_t first_block, last_block;    // of channels
    int64_t first_column, last_column;  // column blocks
  };
  Group GroupAt(int64_t index) const {
    const int64_t channels = index / parts_.column_groups.parts;
    const int64_t columns = index % parts_.column_groups.parts;
    return {parts_.channel_groups.Begin(channels), parts_.channel_groups.End(channels),
            parts_.column_groups.Begin(columns), parts_.column_groups.End(columns)};
  }

  void LoadAndRunBand(int64_t part, const Group& group, int64_t index, bool accumulate, float* out) const {
    BandSource source(x_.Part(part), shape_, parts_.blocks, group.first_block, group.last_block);
    BandGradient gradient(dy_.Part(part), parts_.tiling, group.first_column, group.last_column);
    const RowBand band = rows_.Band(index);
    const Scratch source_scratch(static_cast<size_t>(source.ScratchFor(band)));
    const Scratch gradient_scratch(static_cast<size_t>(gradient.ScratchFor(band)));
    source.Load(band, source_scratch.data());
    gradient.Load(band, shape_.out_w, gradient_scratch.data());
    RunBand(group, band, source, gradient, accumulate, out);
  }

  Split FlattenedTiles() const { return Split::IntoAtMost(shape_.kernel_w * shape_.c, parts_.tiling.max_rows); }

  void RunBand(const Group& group, const RowBand& band, const BandSource& source, const BandGradient& gradient,
               bool accumulate, float* out) const {
    GemmTile tile;
    tile.accumulate = accumulate;
    tile.depth = band.pixels;
    tile.a_stride = source.PixelStride();
    tile.c_stride = row_;
    for (int64_t block = group.first_column; block < group.last_column; ++block) {
      tile.b = gradient.Block(block);
      tile.columns = parts_.tiling.ColumnsIn(block);
      const GemmTileFunction* by_rows = kernels_.along_rows[parts_.tiling.Vectors(block) - 1];
      for (int64_t ky = 0; ky < shape_.kernel_h; ++ky) {
        const std::vector<GemmTap> taps = Taps(source, band, ky, parts_.tiling.Slice(block));
        if (taps.empty() && accumulate) continue;
        tile.taps = taps.data();
        tile.tap_count = static_cast<int64_t>(taps.size());
        float* corner = out + ky * shape_.kernel_w * shape_.c * row_ + parts_.tiling.FirstColumn(block);
        // Computes the rows first .. first+count-1 of this kernel row's [kernel_w * c][k].
        const auto run = [&](const Word* a, int64_t first, int64_t count) {
          tile.a = a;
          tile.c = corner + first * row_;
          by_rows[count - 1](tile);
        };
        RunKernelRow(group, source, run);
      }
    }
  }

  static std::vector<GemmTap> Taps(const BandSource& source, const RowBand& band, int64_t ky, int64_t slice) {
    std::vector<GemmTap> taps;
    taps.reserve(static_cast<size_t>(band.Rows()));
    for (int64_t row = band.begin; row < band.end; ++row) {
      int64_t offset;
      if (source.Offset(row, ky, &offset)) taps.push_back({offset, (row - band.begin) * band.pixels * slice});
    }
    return taps;
  }

  template <class RunTile>
  void RunKernelRow(const Group& group, const BandSource& source, const RunTile& run) const {
    if (parts_.flattened) {
      const Split tiles = FlattenedTiles();
      for (int64_t i = 0; i < tiles.parts; ++i) {
        run(source.Block(0) + tiles.Begin(i), tiles.Begin(i), tiles.End(i) - tiles.Begin(i));
      }
      return;
    }
    for (int64_t block = group.first_block; block < group.last_block; ++block) {
      const int64_t channel = parts_.blocks.Begin(block);
      for (int64_t kx = 0; kx < shape_.kernel_w; ++kx) {
        run(source.Block(block) + kx * source.Pitch(), kx * shape_.c + channel, parts_.blocks.End(block) - channel);
      }
    }
  }

  const GemmKernels& kernels_;
  const WeightsPartition parts_;
  const OutputRows rows_;
  const ConvShape& shape_;
  const int64_t length_;  // of dweights
  const int64_t row_;     // of dweights, all parts' output channels
  const PixelWords x_, dy_;
  Split pieces_;  // of the bands
  Split part_groups_;
};

// Adds the pieces up in order.
void SumPieces(ThreadPool& pool, const float* partials, int64_t pieces, int64_t length, float* out) {
  constexpr int64_t kChunk = 1024;
  pool.ParallelFor(DivideUp(length, kChunk), [&](int64_t task) {
    const int64_t begin = task * kChunk;
    const int64_t end = std::min(length, begin + kChunk);
    std::copy(partials + begin, partials + end, out + begin);
    for (int64_t piece = 1; piece < pieces; ++piece) {
      const float* partial = partials + piece * length;
      for (int64_t i = begin; i < end; ++i) out[i] += partial[i];
    }
  });
}

template <class Runner>
void RunAll(ThreadPool& pool, const Runner& runner, int64_t length, float* dweights) {
  if (runner.pieces() == 1) {
    pool.ParallelFor(runner.tasks(), [&](int64_t task) { runner.Run(task, dweights); });
    return;
  }
  const Scratch partials(static_cast<size_t>(runner.pieces() * length));
  pool.ParallelFor(runner.tasks(), [&](int64_t task) { runner.Run(task, partials.data()); });
  SumPieces(pool, partials.data(), runner.pieces(), length, dweights);
}

}  // namespace

void RunBackwardWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape, ConstTensor x,
                        ConstTensor dy, float* dweights) {
  ConvShape part = shape;
  part.c = shape.GroupC();
  part.k = shape.GroupK();
  part.groups = 1;
  const ConvShape words = InWords(kernels, part);
  const PixelWords x_words(kernels, x, shape.groups, part.c, shape.n * shape.h * shape.w,
                           words.n * words.h * words.w);
  const PixelWords dy_words(kernels, dy, shape.groups, part.k, shape.n * shape.out_h * shape.out_w,
                            words.n * words.out_h * words.out_w);
  const int64_t length = shape.WeightElements();
  if (kernels.transpose != nullptr) {
    RunAll(pool, WeightsAlongDepth(kernels, words, shape.groups, x_words, dy_words), length, dweights);
  } else {
    RunAll(pool, Runner(kernels, words, shape.groups, x_words, dy_words), length, dweights);
  }
}

}  // namespace resnet
