// The three stages of a block of tiles: its windows are transformed, a matrix product is computed for each
// position, and the products are transformed back on their way to the output.
#pragma once

#include <vector>

#include "conv/tiling.h"
#include "conv/winograd/convolution.h"
#include "conv/winograd/tiles.h"

namespace resnet {

// Tiles first .. first+tiles-1 and where their transformed arrays lie:
//   input[position][tile][depth], products[position][tile][column].
struct WinogradBlock {
  int64_t first, tiles;
  float* input;
  float* products;
};

class WinogradStages {
 public:
  // zeros: one for each channel.
  WinogradStages(const WinogradMethod& method, const WinogradConvolution& conv, ConstTensor source,
                 const float* packed, const Epilogue& epilogue, Tensor out, const float* zeros);

  // No result depends on how many blocks there are.
  int64_t Blocks() const { return blocks_.parts; }
  // Floats of scratch memory for any block's arrays.
  int64_t InputFloats() const { return transforms_.Positions() * input_stride_; }
  int64_t ProductFloats() const { return transforms_.Positions() * product_stride_; }
  WinogradBlock Block(int64_t index, float* input, float* products) const;

  void TransformInput(const WinogradBlock& block) const;
  void Multiply(const WinogradBlock& block) const;
  void TransformOutput(const WinogradBlock& block) const;

 private:
  // Of the products; what the loops over tiles would otherwise compute again and again.
  struct ColumnBlock {
    const GemmTileFunction* by_rows;
    int64_t first, slice;  // columns
  };

  TileRange Tiles(const WinogradBlock& block) const { return {grid_, block.first, block.first + block.tiles}; }

  const WinogradTransforms& transforms_;
  const WinogradConvolution& conv_;
  const Tiling tiling_;
  const TileGrid grid_;
  const Split blocks_;  // of the tiles
  const ImageBatch source_;
  const float* const packed_;
  const Epilogue epilogue_;
  const Tensor out_;
  const float* const zeros_;
  const int64_t weight_stride_;
  std::vector<ColumnBlock> column_blocks_;
  int64_t depth_, columns_;                // channels in whole vectors
  int64_t input_stride_, product_stride_;  // from position to position
};

}  // namespace resnet
