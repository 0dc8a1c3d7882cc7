// Runs planned convolutions over the micro-kernels.
#pragma once

#include <vector>

#include "base/thread_pool.h"
#include "conv/row_convolution.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// What happens to an output on its way to memory; see GemmTile. bias is [out channels], residual the output's
// shape.
struct Epilogue {
  const float* bias = nullptr;
  const float* residual = nullptr;
  bool relu = false;
  bool accumulate = false;
};

// packed is what PackWeights made of the same convolutions.
void RunConvolutions(ThreadPool& pool, const GemmKernels& kernels, const std::vector<RowConvolution>& convs,
                     const float* source, const float* packed, const Epilogue& epilogue, float* out);

}  // namespace resnet
