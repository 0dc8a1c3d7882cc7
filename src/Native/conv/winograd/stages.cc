#include "conv/winograd/stages.h"

#include <algorithm>

#include "conv/winograd/weights.h"

namespace resnet {

WinogradStages::WinogradStages(const WinogradMethod& method, const WinogradConvolution& conv,
                               const WinogradSchedule& schedule, const float* source, const float* packed,
                               const Epilogue& epilogue, float* out, const float* zeros)
    : transforms_(method.transforms),
      conv_(conv),
      schedule_(schedule),
      tiling_(WinogradTiling(method.gemm, conv)),
      grid_(conv.n, conv.out_h, conv.out_w, method.transforms.out),
      source_{source, conv.source_h, conv.source_w, conv.channels},
      packed_(packed),
      epilogue_(epilogue),
      out_(out),
      zeros_(zeros),
      weight_stride_(WinogradWeightStride(method.gemm, conv)) {
  for (int64_t block = 0; block < tiling_.blocks.parts; ++block) {
    column_blocks_.push_back(
        {method.gemm.along_depth[tiling_.Vectors(block) - 1], tiling_.FirstColumn(block), tiling_.Slice(block)});
  }
  depth_ = DivideUp(conv.channels, tiling_.vector_length) * tiling_.vector_length;
  columns_ = 0;
  for (int64_t group = 0; group < schedule.groups.parts; ++group) {
    columns_ = std::max(columns_, PaddedColumns(group));
  }
  const int64_t tiles = DivideUp(schedule.blocks.total, schedule.blocks.parts);
  input_stride_ = WinogradStride(tiles * depth_);
  product_stride_ = WinogradStride(tiles * columns_);
}

WinogradBlock WinogradStages::Block(int64_t index, float* input, float* products) const {
  WinogradBlock block;
  block.first = schedule_.blocks.Begin(index);
  block.tiles = schedule_.blocks.End(index) - block.first;
  const Split rows = Split::IntoAtMost(block.tiles, tiling_.max_rows);
  for (int64_t i = 0; i <= rows.parts; ++i) block.rows.push_back(rows.Begin(i));
  block.input = input;
  block.products = products;
  return block;
}

void WinogradStages::TransformInput(const WinogradBlock& block, int64_t begin, int64_t end) const {
  TilePosition at = grid_.At(block.first + begin);
  for (int64_t tile = begin; tile < end; ++tile, grid_.Advance(&at)) {
    const WinogradWindow window =
        WindowAt(source_, at.image, at.y - conv_.pad_h, at.x - conv_.pad_w, transforms_.window, zeros_);
    transforms_.input(window, conv_.channels, block.input + tile * depth_, input_stride_);
  }
}

void WinogradStages::Multiply(const WinogradBlock& block, int64_t position, int64_t group,
                              int64_t column_block) const {
  constexpr GemmTap kTap{0, 0};
  const ColumnBlock& columns = column_blocks_[static_cast<size_t>(column_block)];
  GemmTile tile;
  tile.b = packed_ + position * weight_stride_ + columns.first * conv_.channels;
  tile.taps = &kTap;
  tile.tap_count = 1;
  tile.depth = conv_.channels;
  tile.a_stride = depth_;
  tile.c_stride = columns_;
  tile.columns = columns.slice;
  const float* a = block.input + position * input_stride_;
  float* c = block.products + position * product_stride_ + columns.first -
             column_blocks_[static_cast<size_t>(schedule_.groups.Begin(group))].first;
  for (size_t i = 0; i + 1 < block.rows.size(); ++i) {
    const int64_t row = block.rows[i];
    tile.a = a + row * depth_;
    tile.c = c + row * columns_;
    columns.by_rows[block.rows[i + 1] - row - 1](tile);
  }
}

void WinogradStages::TransformOutput(const WinogradBlock& block, int64_t begin, int64_t end, int64_t group) const {
  const int64_t first_column = FirstColumn(group);
  const int64_t columns = std::min(PaddedColumns(group), conv_.out_channels - first_column);
  WinogradOutput y;
  y.pixel_stride = conv_.out_channels;
  y.row_stride = conv_.out_w * conv_.out_channels;
  y.bias = epilogue_.bias != nullptr ? epilogue_.bias + first_column : nullptr;
  y.accumulate = epilogue_.accumulate;
  y.relu = epilogue_.relu;
  TilePosition at = grid_.At(block.first + begin);
  for (int64_t tile = begin; tile < end; ++tile, grid_.Advance(&at)) {
    const int64_t offset = (at.image * conv_.out_h + at.y) * y.row_stride + at.x * y.pixel_stride + first_column;
    y.data = out_ + offset;
    y.residual = epilogue_.residual != nullptr ? epilogue_.residual + offset : nullptr;
    y.rows = static_cast<int>(std::min<int64_t>(transforms_.out, conv_.out_h - at.y));
    y.cols = static_cast<int>(std::min<int64_t>(transforms_.out, conv_.out_w - at.x));
    transforms_.output(block.products + tile * columns_, product_stride_, columns, y);
  }
}

}  // namespace resnet
