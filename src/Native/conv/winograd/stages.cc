#include "conv/winograd/stages.h"

#include <algorithm>

#include "base/scratch.h"
#include "conv/schedule/panel_prefetch.h"
#include "conv/winograd/weights.h"

namespace resnet {
namespace {

// Tiles that pass through the stages together. Their transformed arrays should stay in the second-level cache, but
// there must be enough tiles to pay for reading all weights once; more than kMost gain nothing.
Split ChooseBlocks(const WinogradMethod& method, const WinogradConvolution& conv, const Tiling& tiling,
                   int64_t tiles) {
  constexpr int64_t kArrays = 256 * 1024;  // floats: 1 MiB
  constexpr int64_t kFewest = 32, kMost = 72;
  constexpr int64_t kSmallest = 8;  // with fewer, the register tiles are too small
  constexpr int64_t kEven = 2;      // the last block should not leave the other threads idle
  const int64_t fit = kArrays / (method.transforms.Positions() * (conv.channels + tiling.PaddedColumns()));
  const int64_t most = std::clamp(fit, kFewest, kMost) / tiling.max_rows * tiling.max_rows;
  const int64_t even = DivideUp(DivideUp(tiles, std::max(most, kFewest)), kEven) * kEven;
  return {tiles, std::clamp<int64_t>(tiles / kSmallest, 1, even)};
}

// True if the weights are by far the largest array. With so few tiles, reading them from memory takes most of the
// time, so every task should read different weights.
bool WeightsDominate(const WinogradConvolution& conv, const Tiling& tiling, int64_t tiles) {
  constexpr int64_t kTimes = 2;  // the size of the input and the products
  return tiling.panels.count > 1 &&
         conv.channels * conv.out_channels >= kTimes * tiles * (conv.channels + conv.out_channels);
}

}  // namespace

WinogradStages::WinogradStages(const WinogradMethod& method, const WinogradConvolution& conv, ConstTensor source,
                               const float* packed, const Epilogue& epilogue, Tensor out, const float* zeros)
    : transforms_(method.transforms),
      conv_(conv),
      tiling_(WinogradTiling(method.gemm, conv)),
      grid_(conv.n, conv.out_h, conv.out_w, method.transforms.out),
      one_block_(WeightsDominate(conv, tiling_, grid_.Count())),
      blocks_(one_block_ ? Split{grid_.Count(), 1} : ChooseBlocks(method, conv, tiling_, grid_.Count())),
      source_{source, conv.source_h, conv.source_w, conv.channels},
      packed_(packed),
      epilogue_(epilogue),
      out_(out),
      zeros_(zeros),
      weight_stride_(WinogradWeightStride(method.gemm, conv)) {
  for (int64_t panel = 0; panel < tiling_.panels.count; ++panel) {
    const GemmTileFunction* by_rows = method.gemm.along_depth[tiling_.Vectors(panel) - 1];
    panels_.push_back({by_rows, tiling_.FirstColumn(panel), tiling_.Width(panel)});
  }
  const int64_t tiles = DivideUp(blocks_.total, blocks_.count);
  depth_ = DivideUp(conv.channels, tiling_.vector_length) * tiling_.vector_length;
  input_stride_ = WinogradStride(tiles * depth_);
}

WinogradBlock WinogradStages::Block(int64_t index, float* input) const {
  const int64_t first = blocks_.Begin(index);
  return {first, blocks_.End(index) - first, input};
}

void WinogradStages::TransformInput(const WinogradBlock& block, int64_t begin, int64_t end) const {
  TouchWindows(source_, {grid_, block.first + begin, block.first + end}, conv_.pad_h, transforms_.window);
  const auto input = transforms_.Of(source_.tensor.type).input;
  TilePosition at = grid_.At(block.first + begin);
  for (int64_t tile = begin; tile < end; ++tile, grid_.Advance(&at)) {
    const WinogradWindow window =
        WindowAt(source_, at.image, at.y - conv_.pad_h, at.x - conv_.pad_w, transforms_.window, zeros_);
    input(window, conv_.channels, block.input + tile * depth_, input_stride_);
  }
}

void WinogradStages::ComputePanels(const WinogradBlock& block, int64_t begin, int64_t end) const {
  Products products{begin, end, tiling_.FirstColumn(begin), 0, 0, nullptr};
  products.columns = tiling_.FirstColumn(end) - products.first;
  products.stride = WinogradStride(block.tiles * products.columns);
  const Scratch scratch(static_cast<size_t>(transforms_.Positions() * products.stride));
  products.data = scratch.data();
  Multiply(block, products);
  TransformOutput(block, products);
}

const float* WinogradStages::NextWeights(const Products& products, int64_t position, int64_t panel) const {
  if (++panel < products.end) return Weights(position, panel);
  if (++position < transforms_.Positions()) return Weights(position, products.begin);
  return Weights(0, products.end % Panels());  // of the task that is likely next
}

void WinogradStages::Multiply(const WinogradBlock& block, const Products& products) const {
  constexpr GemmTap kTap{0, 0};
  const std::vector<int64_t> rows = Split::IntoAtMost(block.tiles, tiling_.max_rows).Bounds();
  const PanelPrefetch prefetch =
      SchedulePrefetch(transforms_.Positions() * weight_stride_, conv_.channels * panels_[0].width,
                       static_cast<int64_t>(rows.size()) - 1, conv_.channels);
  GemmTile tile;
  tile.taps = &kTap;
  tile.tap_count = 1;
  tile.depth = conv_.channels;
  tile.a_stride = depth_;
  tile.c_stride = products.columns;
  for (int64_t position = 0; position < transforms_.Positions(); ++position) {
    const float* a = block.input + position * input_stride_;
    float* c = products.data + position * products.stride;
    for (int64_t index = products.begin; index < products.end; ++index) {
      const Panel& panel = panels_[static_cast<size_t>(index)];
      tile.b = Weights(position, index);
      tile.columns = panel.width;
      const float* const next = NextWeights(products, position, index);
      for (size_t i = 0; i + 1 < rows.size(); ++i) {
        tile.a = a + rows[i] * depth_;
        if (prefetch.enabled()) prefetch.Apply(next, static_cast<int64_t>(i), &tile);
        tile.c = c + rows[i] * products.columns + panel.first - products.first;
        panel.by_rows[rows[i + 1] - rows[i] - 1](tile);
      }
    }
  }
}

void WinogradStages::TransformOutput(const WinogradBlock& block, const Products& products) const {
  const ConstTensor residual{epilogue_.residual, out_.type};
  for (const ConstTensor& tensor : {ConstTensor{out_.data, out_.type}, residual}) {
    if (tensor.data == nullptr || one_block_) continue;
    TouchWindows({tensor, conv_.out_h, conv_.out_w, conv_.out_channels},
                 {grid_, block.first, block.first + block.tiles}, 0, transforms_.out);
  }
  const auto output = transforms_.Of(out_.type).output;
  WinogradOutput y;
  y.pixel_stride = conv_.out_channels;
  y.row_stride = conv_.out_w * conv_.out_channels;
  y.bias = epilogue_.bias != nullptr ? epilogue_.bias + products.first : nullptr;
  y.accumulate = epilogue_.accumulate;
  y.relu = epilogue_.relu;
  const int64_t channels = std::min(products.columns, conv_.out_channels - products.first);
  TilePosition at = grid_.At(block.first);
  for (int64_t tile = 0; tile < block.tiles; ++tile, grid_.Advance(&at)) {
    const int64_t offset = (at.image * conv_.out_h + at.y) * y.row_stride + at.x * y.pixel_stride + products.first;
    y.data = out_.At(offset);
    y.residual = residual.data != nullptr ? residual.At(offset) : nullptr;
    y.rows = static_cast<int>(std::min<int64_t>(transforms_.out, conv_.out_h - at.y));
    y.cols = static_cast<int>(std::min<int64_t>(transforms_.out, conv_.out_w - at.x));
    output(products.data + tile * products.columns, products.stride, channels, y);
  }
}

}  // namespace resnet
