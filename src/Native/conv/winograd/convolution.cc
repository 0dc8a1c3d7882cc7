#include "conv/winograd/convolution.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "base/scratch.h"
#include "conv/winograd/tiles.h"
#include "conv/winograd/weights.h"

namespace resnet {
namespace {

int64_t Env(const char* name, int64_t otherwise) {
  const char* v = getenv(name);
  return v ? atoll(v) : otherwise;
}

// A convolution cut into blocks of tiles. Each block goes through three stages: its windows are transformed, a
// matrix product is computed for each position, and the products are transformed back.
class Runner {
 public:
  Runner(const WinogradMethod& method, const WinogradConvolution& conv, const float* source, const float* packed,
         const Epilogue& epilogue, float* out, const float* zeros)
      : gemm_(method.gemm),
        transforms_(method.transforms),
        conv_(conv),
        tiling_(WinogradTiling(method.gemm, conv)),
        grid_(conv.n, conv.out_h, conv.out_w, method.transforms.out),
        weight_stride_(WinogradWeightStride(method.gemm, conv)),
        source_{source, conv.source_h, conv.source_w, conv.channels},
        packed_(packed),
        epilogue_(epilogue),
        out_(out),
        zeros_(zeros) {
    depth_ = DivideUp(conv.channels, gemm_.vector_length) * gemm_.vector_length;
    blocks_ = Split::IntoAtMost(grid_.Count(), std::min(grid_.Count(), Env("WT", 28)));
    groups_ = Split::IntoAtMost(tiling_.blocks.parts, Env("WG", 2));
    most_tiles_ = DivideUp(blocks_.total, blocks_.parts);
    input_stride_ = WinogradStride(most_tiles_ * depth_);
    for (int64_t group = 0; group < groups_.parts; ++group) most_columns_ = std::max(most_columns_, Columns(group));
    product_stride_ = WinogradStride(most_tiles_ * most_columns_);
  }

  void Run(ThreadPool& pool) const {
    if (Env("WP", 0)) {
      const Scratch input(static_cast<size_t>(transforms_.Positions() * input_stride_));
      const Scratch products(static_cast<size_t>(transforms_.Positions() * product_stride_));
      for (int64_t block = 0; block < blocks_.parts; ++block) {
        const int64_t first = blocks_.Begin(block), tiles = blocks_.End(block) - first;
        const Split chunks = Split::IntoAtMost(tiles, 4);
        pool.ParallelFor(chunks.parts, [&](int64_t chunk) {
          TransformInput(first, chunks.Begin(chunk), chunks.End(chunk), input.data());
        });
        for (int64_t group = 0; group < groups_.parts; ++group) {
          const int64_t column_blocks = groups_.End(group) - groups_.Begin(group);
          pool.ParallelFor(transforms_.Positions() * column_blocks, [&](int64_t task) {
            Multiply(tiles, group, task / column_blocks, groups_.Begin(group) + task % column_blocks, input.data(),
                     products.data());
          });
          pool.ParallelFor(chunks.parts, [&](int64_t chunk) {
            TransformOutput(first, chunks.Begin(chunk), chunks.End(chunk), group, products.data());
          });
        }
      }
      return;
    }
    pool.ParallelFor(blocks_.parts, [&](int64_t block) {
      const Scratch input(static_cast<size_t>(transforms_.Positions() * input_stride_));
      const Scratch products(static_cast<size_t>(transforms_.Positions() * product_stride_));
      const int64_t first = blocks_.Begin(block), tiles = blocks_.End(block) - first;
      TransformInput(first, 0, tiles, input.data());
      for (int64_t group = 0; group < groups_.parts; ++group) {
        for (int64_t position = 0; position < transforms_.Positions(); ++position) {
          for (int64_t b = groups_.Begin(group); b < groups_.End(group); ++b) {
            Multiply(tiles, group, position, b, input.data(), products.data());
          }
        }
        TransformOutput(first, 0, tiles, group, products.data());
      }
    });
  }

 private:
  int64_t FirstColumn(int64_t group) const { return tiling_.FirstColumn(groups_.Begin(group)); }
  // Columns of a group, in whole vectors.
  int64_t Columns(int64_t group) const {
    const int64_t end = tiling_.blocks.Begin(groups_.End(group)) * tiling_.vector_length;
    return end - FirstColumn(group);
  }

  // Of the block's tiles begin .. end-1.
  void TransformInput(int64_t first, int64_t begin, int64_t end, float* input) const {
    for (int64_t tile = begin; tile < end; ++tile) {
      const TilePosition at = grid_.At(first + tile);
      const WinogradWindow window =
          WindowAt(source_, at.image, at.y - conv_.pad_h, at.x - conv_.pad_w, transforms_.window, zeros_);
      transforms_.input(window, conv_.channels, input + tile * depth_, input_stride_);
    }
  }

  void Multiply(int64_t tiles, int64_t group, int64_t position, int64_t block, const float* input,
                float* products) const {
    constexpr GemmTap kTap{0, 0};
    const int64_t columns = Columns(group);
    const int64_t vectors = tiling_.Vectors(block);
    GemmTile tile;
    tile.b = packed_ + position * weight_stride_ + tiling_.FirstColumn(block) * conv_.channels;
    tile.taps = &kTap;
    tile.tap_count = 1;
    tile.depth = conv_.channels;
    tile.a_stride = depth_;
    tile.c_stride = columns;
    tile.columns = tiling_.Slice(block);
    const float* a = input + position * input_stride_;
    float* c = products + position * product_stride_ + tiling_.FirstColumn(block) - FirstColumn(group);
    const Split rows = Split::IntoAtMost(tiles, tiling_.max_rows);
    for (int64_t i = 0; i < rows.parts; ++i) {
      tile.a = a + rows.Begin(i) * depth_;
      tile.c = c + rows.Begin(i) * columns;
      gemm_.along_depth[vectors - 1][rows.End(i) - rows.Begin(i) - 1](tile);
    }
  }

  void TransformOutput(int64_t first, int64_t begin, int64_t end, int64_t group, const float* products) const {
    const int64_t first_column = FirstColumn(group);
    const int64_t columns = Columns(group);
    WinogradOutput y;
    y.pixel_stride = conv_.out_channels;
    y.row_stride = conv_.out_w * conv_.out_channels;
    y.bias = epilogue_.bias != nullptr ? epilogue_.bias + first_column : nullptr;
    y.accumulate = epilogue_.accumulate;
    y.relu = epilogue_.relu;
    for (int64_t tile = begin; tile < end; ++tile) {
      const TilePosition at = grid_.At(first + tile);
      const int64_t offset = (at.image * conv_.out_h + at.y) * y.row_stride + at.x * y.pixel_stride + first_column;
      y.data = out_ + offset;
      y.residual = epilogue_.residual != nullptr ? epilogue_.residual + offset : nullptr;
      y.rows = static_cast<int>(std::min<int64_t>(transforms_.out, conv_.out_h - at.y));
      y.cols = static_cast<int>(std::min<int64_t>(transforms_.out, conv_.out_w - at.x));
      transforms_.output(products + tile * columns, product_stride_,
                         std::min(columns, conv_.out_channels - first_column), y);
    }
  }

  const GemmKernels& gemm_;
  const WinogradTransforms& transforms_;
  const WinogradConvolution& conv_;
  const Tiling tiling_;
  const TileGrid grid_;
  const int64_t weight_stride_;
  const ImageBatch source_;
  const float* const packed_;
  const Epilogue epilogue_;
  float* const out_;
  const float* const zeros_;
  int64_t depth_;  // channels in whole vectors
  Split blocks_;   // of the tiles
  Split groups_;   // of the column blocks
  int64_t most_tiles_, most_columns_ = 0;
  int64_t input_stride_, product_stride_;
};

}  // namespace

WinogradConvolution PlanWinogradForward(const ConvShape& shape) {
  WinogradConvolution conv;
  conv.n = shape.n;
  conv.source_h = shape.h;
  conv.source_w = shape.w;
  conv.channels = shape.c;
  conv.out_h = shape.out_h;
  conv.out_w = shape.out_w;
  conv.out_channels = shape.k;
  conv.pad_h = shape.pad_h;
  conv.pad_w = shape.pad_w;
  return conv;
}

WinogradConvolution PlanWinogradBackwardData(const ConvShape& shape) {
  WinogradConvolution conv;
  conv.n = shape.n;
  conv.source_h = shape.out_h;
  conv.source_w = shape.out_w;
  conv.channels = shape.k;
  conv.out_h = shape.h;
  conv.out_w = shape.w;
  conv.out_channels = shape.c;
  conv.pad_h = kWinogradKernel - 1 - shape.pad_h;
  conv.pad_w = kWinogradKernel - 1 - shape.pad_w;
  conv.backward = true;
  return conv;
}

void RunWinograd(ThreadPool& pool, const WinogradMethod& method, const WinogradConvolution& conv,
                 const float* source, const float* packed, const Epilogue& epilogue, float* out) {
  const Scratch zeros(static_cast<size_t>(conv.channels));
  std::fill_n(zeros.data(), conv.channels, 0.0f);
  const Runner runner(method, conv, source, packed, epilogue, out, zeros.data());
  runner.Run(pool);
}

}  // namespace resnet
