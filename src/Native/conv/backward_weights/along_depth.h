// The backward pass to the weights by kernels whose a must be contiguous along the reduction (AMX): dy is
// transposed, once for all taps, and the sums are dweights transposed.
#pragma once

#include "conv/backward_weights/pixel_words.h"
#include "conv/conv_shape.h"
#include "conv/schedule/along_depth_schedule.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

class WeightsAlongDepth {
 public:
  // `words` is the shape of one group, after InWords.
  WeightsAlongDepth(const GemmKernels& kernels, const ConvShape& words, int64_t groups, const PixelWords& x,
                    const PixelWords& dy);

  int64_t PartialSums() const { return schedule_.reduction.count; }
  int64_t Tasks() const { return schedule_.Tasks(); }

  // `out` holds one dweights for each of the partial sums.
  void Run(int64_t task, float* out) const;

 private:
  const GemmKernels& kernels_;
  const AlongDepthSchedule schedule_;
  const ConvShape shape_;
  const PixelWords x_, dy_;
};

}  // namespace resnet
