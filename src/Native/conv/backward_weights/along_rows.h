// The backward pass to the weights by kernels along rows: a is contiguous along the rows of a tile, so that x is
// read in its own layout. A band's sums go to dweights directly.
#pragma once

#include <vector>

#include "conv/backward_weights/along_rows_operands.h"
#include "conv/backward_weights/pixel_words.h"
#include "conv/conv_shape.h"
#include "conv/schedule/along_rows_schedule.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

class WeightsAlongRows {
 public:
  // `words` is the shape of one group, after InWords.
  WeightsAlongRows(const GemmKernels& kernels, const ConvShape& words, int64_t groups, const PixelWords& x,
                   const PixelWords& dy);

  int64_t PartialSums() const { return schedule_.reduction.count; }
  int64_t Tasks() const { return schedule_.Tasks(); }

  // `out` holds one dweights for each of the partial sums.
  void Run(int64_t task, float* out) const;

 private:
  // The part of dweights that a task computes.
  struct Range {
    int64_t first_channel_tile, last_channel_tile;  // the last is excluded
    int64_t first_panel, last_panel;
  };

  void RunBand(int64_t group, const Range& range, const RowBand& band, bool accumulate, float* out) const;
  void Multiply(const Range& range, const RowBand& band, const BandSource& source, const BandGradient& gradient,
                bool accumulate, float* out) const;
  std::vector<GemmTap> Taps(const BandSource& source, const RowBand& band, int64_t ky, int64_t width) const;
  template <class RunTile>
  void ForTiles(const Range& range, const BandSource& source, const RunTile& run) const;

  const GemmKernels& kernels_;
  const AlongRowsSchedule schedule_;
  const ConvShape shape_;
  const int64_t length_;  // of dweights
  const int64_t row_;     // of dweights: the output channels of all groups
  const PixelWords x_, dy_;
};

}  // namespace resnet
