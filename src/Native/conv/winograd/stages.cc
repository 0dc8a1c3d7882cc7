#include "conv/winograd/stages.h"

#include <algorithm>

#include "conv/winograd/weights.h"

namespace resnet {
namespace {

// Tiles that go through the stages together. Their transformed arrays should stay in the second-level cache, but
// there must be enough of them to pay for reading all weights once; past some, nothing is gained.
Split ChooseBlocks(const WinogradMethod& method, const WinogradConvolution& conv, const Tiling& tiling,
                   int64_t tiles) {
  constexpr int64_t kArrays = 256 * 1024;  // floats: 1 MiB
  constexpr int64_t kFewest = 32, kMost = 72;
  constexpr int64_t kSmallest = 8;  // below, the register tiles are too small
  constexpr int64_t kEven = 2;      // the last block should not leave a thread alone
  const int64_t fit = kArrays / (method.transforms.Positions() * (conv.channels + tiling.PaddedColumns()));
  const int64_t most = std::clamp(fit, kFewest, kMost) / tiling.max_rows * tiling.max_rows;
  const int64_t even = DivideUp(DivideUp(tiles, std::max(most, kFewest)), kEven) * kEven;
  return {tiles, std::clamp<int64_t>(tiles / kSmallest, 1, even)};
}

}  // namespace

WinogradStages::WinogradStages(const WinogradMethod& method, const WinogradConvolution& conv, ConstTensor source,
                               const float* packed, const Epilogue& epilogue, Tensor out, const float* zeros)
    : transforms_(method.transforms),
      conv_(conv),
      tiling_(WinogradTiling(method.gemm, conv)),
      grid_(conv.n, conv.out_h, conv.out_w, method.transforms.out),
      blocks_(ChooseBlocks(method, conv, tiling_, grid_.Count())),
      source_{source, conv.source_h, conv.source_w, conv.channels},
      packed_(packed),
      epilogue_(epilogue),
      out_(out),
      zeros_(zeros),
      weight_stride_(WinogradWeightStride(method.gemm, conv)) {
  for (int64_t block = 0; block < tiling_.blocks.parts; ++block) {
    const GemmTileFunction* by_rows = method.gemm.along_depth[tiling_.Vectors(block) - 1];
    column_blocks_.push_back({by_rows, tiling_.FirstColumn(block), tiling_.Slice(block)});
  }
  const int64_t tiles = DivideUp(blocks_.total, blocks_.parts);
  depth_ = DivideUp(conv.channels, tiling_.vector_length) * tiling_.vector_length;
  columns_ = tiling_.PaddedColumns();
  input_stride_ = WinogradStride(tiles * depth_);
  product_stride_ = WinogradStride(tiles * columns_);
}

WinogradBlock WinogradStages::Block(int64_t index, float* input, float* products) const {
  const int64_t first = blocks_.Begin(index);
  return {first, blocks_.End(index) - first, input, products};
}

void WinogradStages::TransformInput(const WinogradBlock& block) const {
  TouchWindows(source_, Tiles(block), conv_.pad_h, transforms_.window);
  const auto input = transforms_.Of(source_.tensor.type).input;
  TilePosition at = grid_.At(block.first);
  for (int64_t tile = 0; tile < block.tiles; ++tile, grid_.Advance(&at)) {
    const WinogradWindow window =
        WindowAt(source_, at.image, at.y - conv_.pad_h, at.x - conv_.pad_w, transforms_.window, zeros_);
    input(window, conv_.channels, block.input + tile * depth_, input_stride_);
  }
}

void WinogradStages::Multiply(const WinogradBlock& block) const {
  constexpr GemmTap kTap{0, 0};
  const std::vector<int64_t> rows = Split::IntoAtMost(block.tiles, tiling_.max_rows).Bounds();
  GemmTile tile;
  tile.taps = &kTap;
  tile.tap_count = 1;
  tile.depth = conv_.channels;
  tile.a_stride = depth_;
  tile.c_stride = columns_;
  for (int64_t position = 0; position < transforms_.Positions(); ++position) {
    const float* a = block.input + position * input_stride_;
    float* c = block.products + position * product_stride_;
    for (const ColumnBlock& columns : column_blocks_) {
      tile.b = packed_ + position * weight_stride_ + columns.first * conv_.channels;
      tile.columns = columns.slice;
      for (size_t i = 0; i + 1 < rows.size(); ++i) {
        tile.a = a + rows[i] * depth_;
        tile.c = c + rows[i] * columns_ + columns.first;
        columns.by_rows[rows[i + 1] - rows[i] - 1](tile);
      }
    }
  }
}

void WinogradStages::TransformOutput(const WinogradBlock& block) const {
  const ConstTensor residual{epilogue_.residual, out_.type};
  for (const ConstTensor& tensor : {ConstTensor{out_.data, out_.type}, residual}) {
    if (tensor.data == nullptr) continue;
    TouchWindows({tensor, conv_.out_h, conv_.out_w, conv_.out_channels}, Tiles(block), 0, transforms_.out);
  }
  const auto output = transforms_.Of(out_.type).output;
  WinogradOutput y;
  y.pixel_stride = conv_.out_channels;
  y.row_stride = conv_.out_w * conv_.out_channels;
  y.bias = epilogue_.bias;
  y.accumulate = epilogue_.accumulate;
  y.relu = epilogue_.relu;
  TilePosition at = grid_.At(block.first);
  for (int64_t tile = 0; tile < block.tiles; ++tile, grid_.Advance(&at)) {
    const int64_t offset = (at.image * conv_.out_h + at.y) * y.row_stride + at.x * y.pixel_stride;
    y.data = out_.At(offset);
    y.residual = residual.data != nullptr ? residual.At(offset) : nullptr;
    y.rows = static_cast<int>(std::min<int64_t>(transforms_.out, conv_.out_h - at.y));
    y.cols = static_cast<int>(std::min<int64_t>(transforms_.out, conv_.out_w - at.x));
    output(block.products + tile * columns_, product_stride_, conv_.out_channels, y);
  }
}

}  // namespace resnet
