#include "conv/backward_weights.h"

#include <algorithm>

#include "base/scratch.h"
#include "conv/band_operands.h"
#include "conv/output_rows.h"
#include "conv/tiling.h"

namespace resnet {
namespace {

constexpr int64_t kWantedTasks = 32;
// A task's part of dweights, in floats: it is updated once per band and should stay in the second-level cache.
constexpr int64_t kSlice = 64 * 1024;
// Sums over pieces of the batch are kept apart until all are known: at most so many floats, and only where a piece
// is long enough to pay for the extra pass.
constexpr int64_t kPartials = 2 * 1024 * 1024;
constexpr int64_t kMinPiecePixels = 512;
// Up to so many channels, tiles run over a whole kernel row's columns and channels; beyond, each column has its own
// tiles, over channel blocks packed one after the other.
constexpr int64_t kFlattenedChannels = 64;

// dweights cut into tasks: (piece of the batch, group of channel blocks, group of column blocks).
class Runner {
 public:
  Runner(const GemmKernels& kernels, const ConvShape& shape, const float* x, const float* dy)
      : kernels_(kernels), rows_(shape), shape_(rows_.shape()), x_(x), dy_(dy) {
    flattened_ = shape.c <= kFlattenedChannels;
    const int64_t tile_rows = flattened_ ? shape.kernel_w * shape.c : shape.c;
    tiling_ = ChooseTiling(kernels, tile_rows, shape.k);
    blocks_ = flattened_ ? Split{shape.c, 1} : Split::IntoAtMost(shape.c, tiling_.max_rows);
    channel_groups_ = {blocks_.parts, 1};
    column_groups_ = {tiling_.blocks.parts, 1};
    const int64_t weights = shape.WeightElements();
    while (weights / (channel_groups_.parts * column_groups_.parts) > kSlice) {
      const bool channels = shape.c / channel_groups_.parts > shape.k / column_groups_.parts;
      Split& larger = channels ? channel_groups_ : column_groups_;
      Split& other = channels ? column_groups_ : channel_groups_;
      if (larger.parts < larger.total) {
        ++larger.parts;
      } else if (other.parts < other.total) {
        ++other.parts;
      } else {
        break;
      }
    }
    const int64_t most_pieces =
        std::min({kPartials / weights, rows_.Bands(), shape.n * shape.out_h * shape.out_w / kMinPiecePixels,
                  kWantedTasks / (channel_groups_.parts * column_groups_.parts)});
    pieces_ = {rows_.Bands(), std::max<int64_t>(1, most_pieces)};
  }

  int64_t pieces() const { return pieces_.parts; }
  int64_t tasks() const { return pieces_.parts * channel_groups_.parts * column_groups_.parts; }

  // out holds one dweights for each piece.
  void Run(int64_t task, float* out) const {
    const int64_t column_group = task % column_groups_.parts;
    const int64_t channel_group = task / column_groups_.parts % channel_groups_.parts;
    const int64_t piece = task / column_groups_.parts / channel_groups_.parts;
    BandSource source(shape_, blocks_, channel_groups_.Begin(channel_group), channel_groups_.End(channel_group));
    BandGradient gradient(tiling_, column_groups_.Begin(column_group), column_groups_.End(column_group));
    for (int64_t index = pieces_.Begin(piece); index < pieces_.End(piece); ++index) {
      const RowBand band = rows_.Band(index);
      const Scratch source_scratch(static_cast<size_t>(source.ScratchFor(band)));
      const Scratch gradient_scratch(static_cast<size_t>(gradient.ScratchFor(band)));
      source.Load(x_, band, source_scratch.data());
      gradient.Load(dy_, band, shape_.out_w, gradient_scratch.data());
      GemmTile tile;
      tile.accumulate = index != pieces_.Begin(piece);
      tile.depth = band.pixels;
      for (int64_t block = column_groups_.Begin(column_group); block < column_groups_.End(column_group); ++block) {
        tile.b = gradient.Block(block);
        for (int64_t ky = 0; ky < shape_.kernel_h; ++ky) {
          const std::vector<GemmTap> taps = Taps(source, band, ky, tiling_.Slice(block));
          if (taps.empty() && tile.accumulate) continue;
          tile.taps = taps.data();
          tile.tap_count = static_cast<int64_t>(taps.size());
          float* kernel_row = out + piece * shape_.WeightElements() + ky * shape_.kernel_w * shape_.c * shape_.k;
          RunKernelRow(source, channel_groups_.Begin(channel_group), channel_groups_.End(channel_group), block,
                       tile, kernel_row);
        }
      }
    }
  }

 private:
  static std::vector<GemmTap> Taps(const BandSource& source, const RowBand& band, int64_t ky, int64_t slice) {
    std::vector<GemmTap> taps;
    taps.reserve(static_cast<size_t>(band.Rows()));
    for (int64_t row = band.begin; row < band.end; ++row) {
      int64_t offset;
      if (source.Offset(row, ky, &offset)) taps.push_back({offset, (row - band.begin) * band.pixels * slice});
    }
    return taps;
  }

  // The products of one kernel row with one column block; kernel_row is [kernel_w * c][k].
  void RunKernelRow(const BandSource& source, int64_t first_block, int64_t last_block, int64_t column_block,
                    GemmTile tile, float* kernel_row) const {
    tile.columns = tiling_.ColumnsIn(column_block);
    tile.c_stride = shape_.k;
    tile.a_stride = source.PixelStride();
    const GemmTileFunction* by_rows = kernels_.along_rows[tiling_.Vectors(column_block) - 1];
    const auto run = [&](const float* a, int64_t first_row, int64_t rows) {
      tile.a = a;
      tile.c = kernel_row + first_row * shape_.k + tiling_.FirstColumn(column_block);
      by_rows[rows - 1](tile);
    };
    if (flattened_) {
      const Split tiles = Split::IntoAtMost(shape_.kernel_w * shape_.c, tiling_.max_rows);
      for (int64_t i = 0; i < tiles.parts; ++i) {
        run(source.Block(0) + tiles.Begin(i), tiles.Begin(i), tiles.End(i) - tiles.Begin(i));
      }
      return;
    }
    for (int64_t block = first_block; block < last_block; ++block) {
      for (int64_t kx = 0; kx < shape_.kernel_w; ++kx) {
        run(source.Block(block) + kx * source.Pitch(), kx * shape_.c + blocks_.Begin(block),
            blocks_.End(block) - blocks_.Begin(block));
      }
    }
  }

  const GemmKernels& kernels_;
  const OutputRows rows_;
  const ConvShape& shape_;
  const float* const x_;
  const float* const dy_;
  Tiling tiling_;
  bool flattened_;
  Split blocks_;  // of the channels
  Split channel_groups_, column_groups_;
  Split pieces_;  // of the bands
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

}  // namespace

void RunBackwardWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape, const float* x,
                        const float* dy, float* dweights) {
  const Runner runner(kernels, shape, x, dy);
  if (runner.pieces() == 1) {
    pool.ParallelFor(runner.tasks(), [&](int64_t task) { runner.Run(task, dweights); });
    return;
  }
  const int64_t length = shape.WeightElements();
  const Scratch partials(static_cast<size_t>(runner.pieces() * length));
  pool.ParallelFor(runner.tasks(), [&](int64_t task) { runner.Run(task, partials.data()); });
  SumPieces(pool, partials.data(), runner.pieces(), length, dweights);
}

}  // namespace resnet
