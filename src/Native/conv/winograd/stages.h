// The three stages of a block of tiles: its windows are transformed, a matrix product is computed for each
// position, and the products are transformed back on their way to the output.
#pragma once

#include <vector>

#include "conv/tiling.h"
#include "conv/winograd/convolution.h"
#include "conv/winograd/schedule.h"
#include "conv/winograd/tiles.h"

namespace resnet {

// Tiles first .. first+tiles-1 and where their transformed arrays lie:
//   input[position][tile][depth], products[position][tile][column of the group].
struct WinogradBlock {
  int64_t first, tiles;
  std::vector<int64_t> rows;  // where the register tiles begin and the last one ends
  float* input;
  float* products;
};

class WinogradStages {
 public:
  // zeros: one for each channel.
  WinogradStages(const WinogradMethod& method, const WinogradConvolution& conv, const WinogradSchedule& schedule,
                 const float* source, const float* packed, const Epilogue& epilogue, float* out,
                 const float* zeros);

  int64_t Positions() const { return transforms_.Positions(); }
  // Floats of scratch memory for any block's arrays.
  int64_t InputFloats() const { return Positions() * input_stride_; }
  int64_t ProductFloats() const { return Positions() * product_stride_; }
  WinogradBlock Block(int64_t index, float* input, float* products) const;

  // Tiles begin .. end-1 of the block.
  void TransformInput(const WinogradBlock& block, int64_t begin, int64_t end) const;
  void Multiply(const WinogradBlock& block, int64_t position, int64_t group, int64_t column_block) const;
  void TransformOutput(const WinogradBlock& block, int64_t begin, int64_t end, int64_t group) const;

 private:
  struct ColumnBlock {
    const GemmTileFunction* by_rows;
    int64_t first, slice;  // columns
  };
  int64_t FirstColumn(int64_t group) const { return tiling_.FirstColumn(schedule_.groups.Begin(group)); }
  int64_t PaddedColumns(int64_t group) const {
    return tiling_.FirstColumn(schedule_.groups.End(group)) - FirstColumn(group);
  }

  const WinogradTransforms& transforms_;
  const WinogradConvolution& conv_;
  const WinogradSchedule& schedule_;
  const Tiling tiling_;
  const TileGrid grid_;
  const ImageBatch source_;
  const float* const packed_;
  const Epilogue epilogue_;
  float* const out_;
  const float* const zeros_;
  const int64_t weight_stride_;
  std::vector<ColumnBlock> column_blocks_;
  int64_t depth_;                          // channels in whole vectors
  int64_t columns_;                        // of the widest group
  int64_t input_stride_, product_stride_;  // from position to position
};

}  // namespace resnet
