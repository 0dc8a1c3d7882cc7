#include "conv/winograd/backward_weights.h"

#include <algorithm>
#include <vector>

#include "base/scratch.h"
#include "conv/tiling.h"
#include "conv/winograd/tiles.h"
#include "conv/winograd/weights.h"

namespace resnet {
namespace {

// Tiles transformed at a time: enough that loading and storing the sums hardly counts.
constexpr int64_t kBlockTiles = 64;
// Sums over pieces of the tiles are kept apart until all are known: at most so many floats.
constexpr int64_t kPartials = 5 * 512 * 1024;
constexpr int64_t kMostPieces = 8;
// Where there are fewer pieces, tasks are made of groups of columns, which must transform all of x each.
constexpr int64_t kWantedTasks = 4;

// How the work is cut up. Depends on the shape only, as the order of the sums does.
struct Partition {
  Partition(const WinogradMethod& method, const ConvShape& shape)
      : grid(shape.n, shape.out_h, shape.out_w, method.transforms.out),
        tiling(ChooseTiling(method.gemm, shape.c, shape.k)) {
    const int64_t sums = method.transforms.Positions() * shape.c * tiling.PaddedColumns();
    blocks = Split::IntoAtMost(grid.Count(), kBlockTiles);
    pieces = {blocks.parts, std::clamp<int64_t>(kPartials / sums, 1, std::min(kMostPieces, blocks.parts))};
    groups = {tiling.blocks.parts, std::min(tiling.blocks.parts, DivideUp(kWantedTasks, pieces.parts))};
  }

  TileGrid grid;
  Tiling tiling;
  // A task sums up one piece of the tiles for one group of columns.
  Split pieces;  // of the blocks; their sums are kept apart until all are known
  Split groups;  // of the column blocks
  Split blocks;  // of the tiles: so many are transformed at a time
};

// x and dy of a block of tiles go to input[position][tile][channel] and gradient[position][column
// block][tile][slice], and their products are added to sums[position][channel][column].
class Runner {
 public:
  Runner(const WinogradMethod& method, const ConvShape& shape, const Partition& parts, ConstTensor x,
         ConstTensor dy, const float* zeros)
      : gemm_(method.gemm),
        transforms_(method.transforms),
        shape_(shape),
        parts_(parts),
        x_{x, shape.h, shape.w, shape.c},
        dy_{dy, shape.out_h, shape.out_w, shape.k},
        zeros_(zeros) {
    const int64_t tiles = DivideUp(parts.blocks.total, parts.blocks.parts);
    depth_ = DivideUp(shape.c, gemm_.vector_length) * gemm_.vector_length;
    columns_ = parts.tiling.PaddedColumns();
    input_stride_ = WinogradStride(tiles * depth_);
    gradient_stride_ = WinogradStride(tiles * columns_);
    sum_stride_ = WinogradStride(shape.c * columns_);
    rows_ = Split::IntoAtMost(shape.c, parts.tiling.max_rows).Bounds();
  }

  // Floats of the sums of one piece.
  int64_t SumFloats() const { return Positions() * sum_stride_; }

  // sums holds one array for each piece.
  void Run(int64_t task, float* sums) const {
    const int64_t piece = task / parts_.groups.parts, group = task % parts_.groups.parts;
    const Scratch input(static_cast<size_t>(Positions() * input_stride_));
    const Scratch gradient(static_cast<size_t>(Positions() * gradient_stride_));
    for (int64_t block = parts_.pieces.Begin(piece); block < parts_.pieces.End(piece); ++block) {
      const int64_t first = parts_.blocks.Begin(block), tiles = parts_.blocks.End(block) - first;
      Transform(first, tiles, group, input.data(), gradient.data());
      const bool accumulate = block != parts_.pieces.Begin(piece);
      for (int64_t position = 0; position < Positions(); ++position) {
        for (int64_t i = parts_.groups.Begin(group); i < parts_.groups.End(group); ++i) {
          Multiply(tiles, position, i, accumulate, input.data(), gradient.data(), sums + piece * SumFloats());
        }
      }
    }
  }

  // One channel's weights, of all kernels.
  void TransformBack(int64_t channel, const float* sums, float* dweights) const {
    transforms_.weights_gradient(sums + channel * columns_, sum_stride_, parts_.pieces.parts, SumFloats(), shape_.k,
                                 dweights + channel * shape_.k, shape_.c * shape_.k);
  }

 private:
  int64_t Positions() const { return transforms_.Positions(); }
  // Where a column block's slices lie in gradient[position], for so many tiles.
  int64_t GradientOffset(int64_t column_block, int64_t tiles) const {
    return parts_.tiling.FirstColumn(column_block) * tiles;
  }

  void Transform(int64_t first, int64_t tiles, int64_t group, float* input, float* gradient) const {
    const auto transform_input = transforms_.Of(x_.tensor.type).input;
    const auto transform_gradient = transforms_.Of(dy_.tensor.type).gradient;
    const TileRange range{parts_.grid, first, first + tiles};
    TouchWindows(x_, range, shape_.pad_h, transforms_.window);
    TouchWindows(dy_, range, 0, transforms_.out);
    TilePosition at = parts_.grid.At(first);
    for (int64_t tile = 0; tile < tiles; ++tile, parts_.grid.Advance(&at)) {
      const WinogradWindow window =
          WindowAt(x_, at.image, at.y - shape_.pad_h, at.x - shape_.pad_w, transforms_.window, zeros_);
      transform_input(window, shape_.c, input + tile * depth_, input_stride_);
      WinogradWindow pixels = WindowAt(dy_, at.image, at.y, at.x, transforms_.out, zeros_);
      const int64_t corner = dy_.Pixel(at.image, at.y, at.x);
      for (int64_t i = parts_.groups.Begin(group); i < parts_.groups.End(group); ++i) {
        pixels.data = dy_.tensor.At(corner + parts_.tiling.FirstColumn(i));
        transform_gradient(pixels, parts_.tiling.ColumnsIn(i),
                           gradient + GradientOffset(i, tiles) + tile * parts_.tiling.Slice(i), gradient_stride_);
      }
    }
  }

  void Multiply(int64_t tiles, int64_t position, int64_t column_block, bool accumulate, const float* input,
                const float* gradient, float* sums) const {
    constexpr GemmTap kTap{0, 0};
    const int64_t column = parts_.tiling.FirstColumn(column_block);
    GemmTile tile;
    tile.b = gradient + position * gradient_stride_ + GradientOffset(column_block, tiles);
    tile.taps = &kTap;
    tile.tap_count = 1;
    tile.depth = tiles;
    tile.a_stride = depth_;
    tile.c_stride = columns_;
    tile.columns = parts_.tiling.Slice(column_block);
    tile.accumulate = accumulate;
    const GemmTileFunction* by_rows = gemm_.along_rows[parts_.tiling.Vectors(column_block) - 1];
    for (size_t i = 0; i + 1 < rows_.size(); ++i) {
      tile.a = input + position * input_stride_ + rows_[i];
      tile.c = sums + position * sum_stride_ + rows_[i] * columns_ + column;
      by_rows[rows_[i + 1] - rows_[i] - 1](tile);
    }
  }

  const GemmKernels& gemm_;
  const WinogradTransforms& transforms_;
  const ConvShape& shape_;
  const Partition& parts_;
  const ImageBatch x_, dy_;
  const float* const zeros_;
  int64_t depth_, columns_;  // channels in whole vectors
  int64_t input_stride_, gradient_stride_, sum_stride_;
  std::vector<int64_t> rows_;  // where the register tiles begin and the last one ends
};

}  // namespace

void RunWinogradBackwardWeights(ThreadPool& pool, const WinogradMethod& method, const ConvShape& shape,
                                ConstTensor x, ConstTensor dy, float* dweights) {
  const Partition parts(method, shape);
  const Scratch zeros(static_cast<size_t>(std::max(shape.c, shape.k)));
  std::fill_n(zeros.data(), std::max(shape.c, shape.k), 0.0f);
  const Runner runner(method, shape, parts, x, dy, zeros.data());
  const Scratch sums(static_cast<size_t>(parts.pieces.parts * runner.SumFloats()));
  pool.ParallelFor(parts.pieces.parts * parts.groups.parts, [&](int64_t task) { runner.Run(task, sums.data()); });
  pool.ParallelFor(shape.c, [&](int64_t channel) { runner.TransformBack(channel, sums.data(), dweights); });
}

}  // namespace resnet
