// Convolutions in groups (Krizhevsky et al. 2012; Xie et al., "Aggregated Residual Transformations for Deep Neural
// Networks", 2017): output channels depend on the input channels of their own group.
//
// Groups narrower than a vector are merged: several are computed as one group, with zero weights between channels
// of different original groups. This takes no more vector multiplications, as the lanes would otherwise be unused,
// and reads and writes whole vectors.
#pragma once

#include "base/scratch.h"
#include "base/thread_pool.h"
#include "conv/conv_shape.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// The shape whose groups are merged, or an equal one if none are.
ConvShape MergeGroups(const GemmKernels& kernels, const ConvShape& shape);

// Converts weights [kernel_h][kernel_w][c / groups][k] of the shape to those of the merged shape.
void MergeWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const float* weights,
                  float* merged_weights);
// The reverse; drops the weights between different original groups.
void SplitWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const float* merged_weights,
                  float* weights);

// The weights of the merged shape: a copy, or the caller's own if no groups are merged.
class MergedWeights {
 public:
  MergedWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const float* weights);
  const float* data() const { return data_; }

 private:
  const Scratch scratch_;
  const float* data_;
};

}  // namespace resnet
