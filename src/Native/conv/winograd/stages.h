// The three stages of a block of Winograd tiles: transform the windows, compute a matrix product for each position,
// transform the products back into the output.
#pragma once

#include <vector>

#include "conv/schedule/tiling.h"
#include "conv/winograd/convolution.h"
#include "conv/winograd/tiles.h"

namespace resnet {

// Tiles first .. first+tiles-1 with their transformed windows input[position][tile][depth].
struct WinogradBlock {
  int64_t first, tiles;
  float* input;
};

class WinogradStages {
 public:
  // zeros: a pixel of zeros, for the padding.
  WinogradStages(const WinogradMethod& method, const WinogradConvolution& conv, ConstTensor source,
                 const float* packed, const Epilogue& epilogue, Tensor out, const float* zeros);

  // The work is cut by blocks of tiles, each of which reads all weights; or, if all tiles are one block, by panels,
  // which read the same input. Results do not depend on it.
  bool OneBlock() const { return one_block_; }
  int64_t Blocks() const { return blocks_.count; }
  int64_t Panels() const { return static_cast<int64_t>(panels_.size()); }
  // Floats of scratch memory for the input of the largest block.
  int64_t InputFloats() const { return transforms_.Positions() * input_stride_; }
  WinogradBlock Block(int64_t index, float* input) const;

  // For the block's tiles begin .. end-1.
  void TransformInput(const WinogradBlock& block, int64_t begin, int64_t end) const;
  // Multiplies the block's input by panels begin .. end-1 and transforms the products back.
  void ComputePanels(const WinogradBlock& block, int64_t begin, int64_t end) const;

 private:
  // products[position][tile][column] of panels begin .. end-1.
  struct Products {
    int64_t begin, end;
    int64_t first, columns;  // the first column; the number of columns in whole vectors
    int64_t stride;          // from position to position
    float* data;
  };
  // Properties of a panel, computed once.
  struct Panel {
    const GemmTileFunction* by_rows;
    int64_t first, width;  // columns
  };

  // The weights of a panel at a position, and those that Multiply reads next.
  const float* Weights(int64_t position, int64_t panel) const {
    return packed_ + position * weight_stride_ + panels_[static_cast<size_t>(panel)].first * conv_.channels;
  }
  const float* NextWeights(const Products& products, int64_t position, int64_t panel) const;

  void Multiply(const WinogradBlock& block, const Products& products) const;
  void TransformOutput(const WinogradBlock& block, const Products& products) const;

  const WinogradTransforms& transforms_;
  const WinogradConvolution& conv_;
  const Tiling tiling_;
  const TileGrid grid_;
  const bool one_block_;
  const Split blocks_;  // of the tiles
  const ImageBatch source_;
  const float* const packed_;
  const Epilogue epilogue_;
  const Tensor out_;
  const float* const zeros_;
  const int64_t weight_stride_;
  std::vector<Panel> panels_;
  int64_t depth_;         // input channels in whole vectors
  int64_t input_stride_;  // from position to position
};

}  // namespace resnet
