// The three stages of a block of tiles: its windows are transformed, a matrix product is computed for each
// position, and the products are transformed back on their way to the output.
#pragma once

#include <vector>

#include "conv/tiling.h"
#include "conv/winograd/convolution.h"
#include "conv/winograd/tiles.h"

namespace resnet {

// Tiles first .. first+tiles-1 and where their transformed windows lie: input[position][tile][depth].
struct WinogradBlock {
  int64_t first, tiles;
  float* input;
};

class WinogradStages {
 public:
  // zeros: one for each channel.
  WinogradStages(const WinogradMethod& method, const WinogradConvolution& conv, ConstTensor source,
                 const float* packed, const Epilogue& epilogue, Tensor out, const float* zeros);

  // No result depends on how the work is cut up: by tiles, where every block of them reads all weights; or, all
  // tiles being one block, by columns, which read the same input.
  bool SplitsColumns() const { return splits_columns_; }
  int64_t Blocks() const { return blocks_.parts; }
  int64_t ColumnBlocks() const { return static_cast<int64_t>(column_blocks_.size()); }
  // Floats of scratch memory for any block's input.
  int64_t InputFloats() const { return transforms_.Positions() * input_stride_; }
  WinogradBlock Block(int64_t index, float* input) const;

  // Of the block's tiles begin .. end-1.
  void TransformInput(const WinogradBlock& block, int64_t begin, int64_t end) const;
  // Multiplies the block's input and transforms the products back, of column blocks begin .. end-1.
  void ComputeColumns(const WinogradBlock& block, int64_t begin, int64_t end) const;

 private:
  // products[position][tile][column] of column blocks begin .. end-1.
  struct Products {
    int64_t begin, end;
    int64_t first, columns;  // the first block's first column; columns in whole vectors
    int64_t stride;          // from position to position
    float* data;
  };
  // What the loops over tiles would otherwise compute again and again.
  struct ColumnBlock {
    const GemmTileFunction* by_rows;
    int64_t first, slice;  // columns
  };

  // The weights of a position and column block, and those that follow in Multiply.
  const float* Panel(int64_t position, int64_t column_block) const {
    return packed_ + position * weight_stride_ +
           column_blocks_[static_cast<size_t>(column_block)].first * conv_.channels;
  }
  const float* NextPanelOf(const Products& products, int64_t position, int64_t column_block) const;

  void Multiply(const WinogradBlock& block, const Products& products) const;
  void TransformOutput(const WinogradBlock& block, const Products& products) const;

  const WinogradTransforms& transforms_;
  const WinogradConvolution& conv_;
  const Tiling tiling_;
  const TileGrid grid_;
  const bool splits_columns_;
  const Split blocks_;  // of the tiles
  const ImageBatch source_;
  const float* const packed_;
  const Epilogue epilogue_;
  const Tensor out_;
  const float* const zeros_;
  const int64_t weight_stride_;
  std::vector<ColumnBlock> column_blocks_;
  int64_t depth_;         // input channels in whole vectors
  int64_t input_stride_;  // from position to position
};

}  // namespace resnet
