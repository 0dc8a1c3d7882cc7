// The passes that read packed weights, forward and backward to the data, whatever algorithm computes them.
#pragma once

#include <vector>

#include "base/isa.h"
#include "base/thread_pool.h"
#include "conv/algorithm.h"
#include "conv/row_convolution.h"
#include "conv/run.h"
#include "conv/winograd/convolution.h"

namespace resnet {

class PackedConvolution {
 public:
  // pass is not kBackwardWeights.
  PackedConvolution(Isa isa, const ConvShape& shape, Pass pass, Algorithm algorithm);

  int64_t PackedLength() const;
  // weights are the shape's, in HWIO.
  void Pack(ThreadPool& pool, const float* weights, Word* packed) const;
  // source is x or dy, out is y or dx.
  void Run(ThreadPool& pool, ConstTensor source, const Word* packed, const Epilogue& epilogue, void* out) const;

 private:
  const ConvShape shape_;
  const ConvShape merged_;  // what is computed
  const Algorithm algorithm_;
  const GemmKernels& kernels_;
  const WinogradMethod method_;
  std::vector<RowConvolution> direct_;
  WinogradConvolution winograd_;
};

}  // namespace resnet
