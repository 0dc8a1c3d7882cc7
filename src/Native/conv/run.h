// Runs planned convolutions over the micro-kernels.
#pragma once

#include <vector>

#include "base/thread_pool.h"
#include "conv/row_convolution.h"
#include "conv/tensor.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// What happens to an output on its way to memory; see GemmTile. bias is [out channels], residual the output's
// shape and type.
struct Epilogue {
  const float* bias = nullptr;
  const void* residual = nullptr;
  bool relu = false;
  bool accumulate = false;
};

// packed is what PackWeights made of the same convolutions. The source is of the kernels' type or fp32, out of the
// kernels' type.
void RunConvolutions(ThreadPool& pool, const GemmKernels& kernels, const std::vector<RowConvolution>& convs,
                     ConstTensor source, const Word* packed, const Epilogue& epilogue, void* out);

}  // namespace resnet
