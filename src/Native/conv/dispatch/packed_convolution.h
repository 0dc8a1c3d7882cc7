// The passes that use packed weights, forward and backward to the data, by whichever algorithm.
#pragma once

#include <vector>

#include "base/isa.h"
#include "base/tensor.h"
#include "base/thread_pool.h"
#include "conv/algorithm.h"
#include "conv/epilogue.h"
#include "conv/schedule/row_convolution.h"
#include "conv/winograd/convolution.h"

namespace resnet {

class PackedConvolution {
 public:
  // `pass` is not kBackwardWeights.
  PackedConvolution(Isa isa, const ConvShape& shape, Pass pass, Algorithm algorithm);

  int64_t PackedLength() const;
  // `weights` is the shape's HWIO tensor.
  void Pack(ThreadPool& pool, const float* weights, Word* packed) const;
  // Computes y from x, or dx from dy.
  void Run(ThreadPool& pool, ConstTensor source, const Word* packed, const Epilogue& epilogue, void* out) const;

 private:
  const ConvShape shape_;
  const ConvShape merged_;  // the shape that the direct algorithm computes
  const Algorithm algorithm_;
  const GemmKernels& kernels_;
  const WinogradMethod method_;
  std::vector<RowConvolution> direct_;
  WinogradConvolution winograd_;
};

}  // namespace resnet
