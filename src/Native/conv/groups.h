// Convolutions in groups (Krizhevsky et al. 2012; Xie et al., "Aggregated Residual Transformations for Deep Neural
// Networks", 2017): output channels see the input channels of their own group.
//
// Groups narrower than a vector are computed several at a time, as one group whose weights between the original
// ones are zero. It takes no more multiplications of vectors, since the lanes would be there without being used,
// and reads and writes whole vectors.
#pragma once

#include "base/scratch.h"
#include "base/thread_pool.h"
#include "conv/conv_shape.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// The shape with as many groups as are computed.
ConvShape MergeGroups(const GemmKernels& kernels, const ConvShape& shape);

// From weights [kernel_h][kernel_w][c / groups][k] of the shape to those of the merged one.
void MergeWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const float* weights,
                  float* merged_weights);
// And back, dropping what lies between groups.
void SplitWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const float* merged_weights,
                  float* weights);

// The weights as the merged shape has them: the caller's own where nothing is merged.
class MergedWeights {
 public:
  MergedWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const float* weights);
  const float* data() const { return data_; }

 private:
  const Scratch scratch_;
  const float* data_;
};

}  // namespace resnet
