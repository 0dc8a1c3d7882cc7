#include "conv/winograd/backward_weights.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/scratch.h"
#include "conv/tiling.h"
#include "conv/winograd/tiles.h"
#include "conv/winograd/weights.h"

namespace resnet {
namespace {

int64_t Env(const char* name, int64_t otherwise) {
  const char* v = getenv(name);
  return v ? atoll(v) : otherwise;
}

// How the reduction over tiles is cut up. Depends on the shape only, as the order of its sums does.
struct Partition {
  Partition(const WinogradMethod& method, const ConvShape& shape)
      : grid(shape.n, shape.out_h, shape.out_w, method.transforms.out),
        tiling(ChooseTiling(method.gemm, shape.c, shape.k)) {
    shared = Env("VP", 0) != 0;
    const int64_t most_tiles = Env("VT", 32);
    blocks = Split::IntoAtMost(grid.Count(), most_tiles);
    const int64_t most_pieces = Env("VN", 16);
    pieces = {blocks.parts, shared ? 1 : std::clamp<int64_t>(most_pieces, 1, blocks.parts)};
  }

  TileGrid grid;
  Tiling tiling;
  Split blocks;  // of the tiles: so many are transformed at a time
  Split pieces;  // of the blocks, whose sums are kept apart until all are known
  bool shared;   // the threads share a block, stage by stage; else each sums up pieces of its own
};

// x and dy of a block of tiles go to input[position][tile][channel] and gradient[position][column
// block][tile][slice], and their products are added to sums[position][channel][column].
class Runner {
 public:
  Runner(const WinogradMethod& method, const ConvShape& shape, const Partition& parts, const float* x,
         const float* dy, const float* zeros)
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
    const Split rows = Split::IntoAtMost(shape.c, parts.tiling.max_rows);
    for (int64_t i = 0; i <= rows.parts; ++i) rows_.push_back(rows.Begin(i));
  }

  int64_t Positions() const { return transforms_.Positions(); }
  int64_t InputFloats() const { return Positions() * input_stride_; }
  int64_t GradientFloats() const { return Positions() * gradient_stride_; }
  int64_t SumFloats() const { return Positions() * sum_stride_; }

  // Tiles begin .. end-1 of the block.
  void Transform(int64_t block, int64_t begin, int64_t end, float* input, float* gradient) const {
    const int64_t first = parts_.blocks.Begin(block);
    const int64_t tiles = parts_.blocks.End(block) - first;
    TilePosition at = parts_.grid.At(first + begin);
    for (int64_t tile = begin; tile < end; ++tile, parts_.grid.Advance(&at)) {
      const WinogradWindow window =
          WindowAt(x_, at.image, at.y - shape_.pad_h, at.x - shape_.pad_w, transforms_.window, zeros_);
      transforms_.input(window, shape_.c, input + tile * depth_, input_stride_);
      WinogradWindow pixels = WindowAt(dy_, at.image, at.y, at.x, transforms_.out, zeros_);
      for (int64_t i = 0; i < parts_.tiling.blocks.parts; ++i) {
        pixels.data =
            dy_.data + ((at.image * dy_.h + at.y) * dy_.w + at.x) * dy_.channels + parts_.tiling.FirstColumn(i);
        transforms_.gradient(pixels, parts_.tiling.ColumnsIn(i),
                             gradient + parts_.tiling.FirstColumn(i) * tiles + tile * parts_.tiling.Slice(i),
                             gradient_stride_);
      }
    }
  }

  void Multiply(int64_t block, int64_t position, int64_t column_block, bool accumulate, const float* input,
                const float* gradient, float* sums) const {
    constexpr GemmTap kTap{0, 0};
    const int64_t tiles = parts_.blocks.End(block) - parts_.blocks.Begin(block);
    const int64_t column = parts_.tiling.FirstColumn(column_block);
    GemmTile tile;
    tile.b = gradient + position * gradient_stride_ + column * tiles;
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

  // One channel's weights, of all kernels.
  void TransformBack(int64_t channel, const float* sums, float* dweights) const {
    transforms_.weights_gradient(sums + channel * columns_, sum_stride_, parts_.pieces.parts, SumFloats(), shape_.k,
                                 dweights + channel * shape_.k, shape_.c * shape_.k);
  }

 private:
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

// Each thread takes whole pieces.
void SumPieces(ThreadPool& pool, const Partition& parts, const Runner& runner, float* sums) {
  pool.ParallelFor(parts.pieces.parts, [&](int64_t piece) {
    const Scratch input(static_cast<size_t>(runner.InputFloats()));
    const Scratch gradient(static_cast<size_t>(runner.GradientFloats()));
    for (int64_t block = parts.pieces.Begin(piece); block < parts.pieces.End(piece); ++block) {
      runner.Transform(block, 0, parts.blocks.End(block) - parts.blocks.Begin(block), input.data(),
                       gradient.data());
      for (int64_t position = 0; position < runner.Positions(); ++position) {
        for (int64_t column = 0; column < parts.tiling.blocks.parts; ++column) {
          runner.Multiply(block, position, column, block != parts.pieces.Begin(piece), input.data(),
                          gradient.data(), sums + piece * runner.SumFloats());
        }
      }
    }
  });
}

// The threads share each block.
void SumShared(ThreadPool& pool, const Partition& parts, const Runner& runner, float* sums) {
  constexpr int64_t kTiles = 4;  // of a task that transforms
  const Scratch input(static_cast<size_t>(runner.InputFloats()));
  const Scratch gradient(static_cast<size_t>(runner.GradientFloats()));
  const int64_t columns = parts.tiling.blocks.parts;
  for (int64_t block = 0; block < parts.blocks.parts; ++block) {
    const Split tasks = Split::IntoAtMost(parts.blocks.End(block) - parts.blocks.Begin(block), kTiles);
    pool.ParallelFor(tasks.parts, [&](int64_t task) {
      runner.Transform(block, tasks.Begin(task), tasks.End(task), input.data(), gradient.data());
    });
    pool.ParallelFor(runner.Positions() * columns, [&](int64_t task) {
      runner.Multiply(block, task / columns, task % columns, block > 0, input.data(), gradient.data(), sums);
    });
  }
}

}  // namespace

void RunWinogradBackwardWeights(ThreadPool& pool, const WinogradMethod& method, const ConvShape& shape,
                                const float* x, const float* dy, float* dweights) {
  const Partition parts(method, shape);
  const Scratch zeros(static_cast<size_t>(std::max(shape.c, shape.k)));
  std::fill_n(zeros.data(), std::max(shape.c, shape.k), 0.0f);
  const Runner runner(method, shape, parts, x, dy, zeros.data());
  const Scratch sums(static_cast<size_t>(parts.pieces.parts * runner.SumFloats()));
  if (parts.shared) {
    SumShared(pool, parts, runner, sums.data());
  } else {
    SumPieces(pool, parts, runner, sums.data());
  }
  pool.ParallelFor(shape.c, [&](int64_t channel) { runner.TransformBack(channel, sums.data(), dweights); });
}

}  // namespace resnet
