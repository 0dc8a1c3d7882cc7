#include "conv/winograd/backward_weights.h"

#include <algorithm>
#include <vector>

#include "base/scratch.h"
#include "conv/schedule/tiling.h"
#include "conv/winograd/tiles.h"
#include "conv/winograd/weights.h"

namespace resnet {
namespace {

// Tiles transformed at a time: enough to make loading and storing the sums cheap in comparison.
constexpr int64_t kBlockTiles = 64;
// Limits of the partial sums: floats, and chunks of the tiles.
constexpr int64_t kPartials = 5 * 512 * 1024;
constexpr int64_t kMostChunks = 8;
// With fewer chunks than these, the panels are cut into tasks as well, each of which must transform all of x.
constexpr int64_t kWantedTasks = 4;

// How the work is cut into tasks: one chunk of the tiles by one chunk of the panels each.
struct Schedule {
  Schedule(const WinogradMethod& method, const ConvShape& shape)
      : grid(shape.n, shape.out_h, shape.out_w, method.transforms.out),
        tiling(ChooseTiling(method.gemm, shape.c, shape.k)) {
    const int64_t sums = method.transforms.Positions() * shape.c * tiling.PaddedColumns();
    blocks = Split::IntoAtMost(grid.Count(), kBlockTiles);
    reduction = {blocks.count, std::clamp<int64_t>(kPartials / sums, 1, std::min(kMostChunks, blocks.count))};
    panels = {tiling.panels.count, std::min(tiling.panels.count, DivideUp(kWantedTasks, reduction.count))};
  }

  TileGrid grid;
  Tiling tiling;
  Split blocks;     // of the tiles
  Split reduction;  // chunks of the blocks, which have partial sums
  Split panels;     // chunks of the panels
};

// Transforms x and dy of a block of tiles to input[position][tile][channel] and
// gradient[position][panel][tile][panel's width], and adds their products to sums[position][channel][column].
class WeightsGradient {
 public:
  WeightsGradient(const WinogradMethod& method, const ConvShape& shape, const Schedule& schedule, ConstTensor x,
                  ConstTensor dy, const float* zeros)
      : gemm_(method.gemm),
        transforms_(method.transforms),
        shape_(shape),
        schedule_(schedule),
        x_{x, shape.h, shape.w, shape.c},
        dy_{dy, shape.out_h, shape.out_w, shape.k},
        zeros_(zeros) {
    const int64_t tiles = DivideUp(schedule.blocks.total, schedule.blocks.count);
    depth_ = DivideUp(shape.c, gemm_.vector_length) * gemm_.vector_length;
    columns_ = schedule.tiling.PaddedColumns();
    input_stride_ = WinogradStride(tiles * depth_);
    gradient_stride_ = WinogradStride(tiles * columns_);
    sum_stride_ = WinogradStride(shape.c * columns_);
    rows_ = Split::IntoAtMost(shape.c, schedule.tiling.max_rows).Bounds();
  }

  // Floats of the partial sums of one chunk.
  int64_t SumFloats() const { return Positions() * sum_stride_; }

  // `sums` holds the partial sums of all chunks.
  void Run(int64_t task, float* sums) const {
    const int64_t chunk = task / schedule_.panels.count, panels = task % schedule_.panels.count;
    const Scratch input(static_cast<size_t>(Positions() * input_stride_));
    const Scratch gradient(static_cast<size_t>(Positions() * gradient_stride_));
    for (int64_t block = schedule_.reduction.Begin(chunk); block < schedule_.reduction.End(chunk); ++block) {
      const int64_t first = schedule_.blocks.Begin(block), tiles = schedule_.blocks.End(block) - first;
      Transform(first, tiles, panels, input.data(), gradient.data());
      const bool accumulate = block != schedule_.reduction.Begin(chunk);
      for (int64_t position = 0; position < Positions(); ++position) {
        for (int64_t i = schedule_.panels.Begin(panels); i < schedule_.panels.End(panels); ++i) {
          Multiply(tiles, position, i, accumulate, input.data(), gradient.data(), sums + chunk * SumFloats());
        }
      }
    }
  }

  // For the weights of one input channel.
  void TransformBack(int64_t channel, const float* sums, float* dweights) const {
    transforms_.weights_gradient(sums + channel * columns_, sum_stride_, schedule_.reduction.count, SumFloats(),
                                 shape_.k, dweights + channel * shape_.k, shape_.c * shape_.k);
  }

 private:
  int64_t Positions() const { return transforms_.Positions(); }
  // Where a panel begins in gradient[position] of a block of that many tiles.
  int64_t GradientOffset(int64_t panel, int64_t tiles) const { return schedule_.tiling.FirstColumn(panel) * tiles; }

  void Transform(int64_t first, int64_t tiles, int64_t panels, float* input, float* gradient) const {
    const auto transform_input = transforms_.Of(x_.tensor.type).input;
    const auto transform_gradient = transforms_.Of(dy_.tensor.type).gradient;
    const TileRange range{schedule_.grid, first, first + tiles};
    TouchWindows(x_, range, shape_.pad_h, transforms_.window);
    TouchWindows(dy_, range, 0, transforms_.out);
    TilePosition at = schedule_.grid.At(first);
    for (int64_t tile = 0; tile < tiles; ++tile, schedule_.grid.Advance(&at)) {
      const WinogradWindow window =
          WindowAt(x_, at.image, at.y - shape_.pad_h, at.x - shape_.pad_w, transforms_.window, zeros_);
      transform_input(window, shape_.c, input + tile * depth_, input_stride_);
      WinogradWindow pixels = WindowAt(dy_, at.image, at.y, at.x, transforms_.out, zeros_);
      const int64_t corner = dy_.Pixel(at.image, at.y, at.x);
      for (int64_t i = schedule_.panels.Begin(panels); i < schedule_.panels.End(panels); ++i) {
        pixels.data = dy_.tensor.At(corner + schedule_.tiling.FirstColumn(i));
        transform_gradient(pixels, schedule_.tiling.ColumnsIn(i),
                           gradient + GradientOffset(i, tiles) + tile * schedule_.tiling.Width(i),
                           gradient_stride_);
      }
    }
  }

  void Multiply(int64_t tiles, int64_t position, int64_t panel, bool accumulate, const float* input,
                const float* gradient, float* sums) const {
    constexpr GemmTap kTap{0, 0};
    const int64_t column = schedule_.tiling.FirstColumn(panel);
    GemmTile tile;
    tile.b = gradient + position * gradient_stride_ + GradientOffset(panel, tiles);
    tile.taps = &kTap;
    tile.tap_count = 1;
    tile.depth = tiles;
    tile.a_stride = depth_;
    tile.c_stride = columns_;
    tile.columns = schedule_.tiling.Width(panel);
    tile.accumulate = accumulate;
    const GemmTileFunction* by_rows = gemm_.along_rows[schedule_.tiling.Vectors(panel) - 1];
    for (size_t i = 0; i + 1 < rows_.size(); ++i) {
      tile.a = input + position * input_stride_ + rows_[i];
      tile.c = sums + position * sum_stride_ + rows_[i] * columns_ + column;
      by_rows[rows_[i + 1] - rows_[i] - 1](tile);
    }
  }

  const GemmKernels& gemm_;
  const WinogradTransforms& transforms_;
  const ConvShape& shape_;
  const Schedule& schedule_;
  const ImageBatch x_, dy_;
  const float* const zeros_;
  int64_t depth_, columns_;  // channels in whole vectors
  int64_t input_stride_, gradient_stride_, sum_stride_;
  std::vector<int64_t> rows_;  // the bounds of the register tiles
};

}  // namespace

void RunWinogradBackwardWeights(ThreadPool& pool, const WinogradMethod& method, const ConvShape& shape,
                                ConstTensor x, ConstTensor dy, float* dweights) {
  const Schedule schedule(method, shape);
  const Scratch zeros(static_cast<size_t>(std::max(shape.c, shape.k)));
  std::fill_n(zeros.data(), std::max(shape.c, shape.k), 0.0f);
  const WeightsGradient gradient(method, shape, schedule, x, dy, zeros.data());
  const Scratch sums(static_cast<size_t>(schedule.reduction.count * gradient.SumFloats()));
  pool.ParallelFor(schedule.reduction.count * schedule.panels.count,
                   [&](int64_t task) { gradient.Run(task, sums.data()); });
  pool.ParallelFor(shape.c, [&](int64_t channel) { gradient.TransformBack(channel, sums.data(), dweights); });
}

}  // namespace resnet
