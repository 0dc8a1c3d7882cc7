// Runs planned convolutions over the micro-kernels.
#pragma once

#include <vector>

#include "base/thread_pool.h"
#include "conv/row_convolution.h"
#include "conv/tensor.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// What bytes need beside, see GemmTile: real = scale * (q - zero).
struct Requantization {
  Quantization input;          // by which a source of fp32 becomes bytes; its zero is also the padding
  const int32_t* weight_sums;  // see PackByteWeights
  const float* scale;          // [out channels]
  float residual_scale;
  float inverse_output_scale;
  ElementType residual_type, output_type;
};

// What happens to an output on its way to memory; see GemmTile. bias is [out channels], residual the output's
// shape and type.
struct Epilogue {
  const float* bias = nullptr;
  const void* residual = nullptr;
  bool relu = false;
  bool accumulate = false;
  const Requantization* bytes = nullptr;  // where the kernels are bytes'
};

// packed is what PackWeights, or PackByteWeights, made of the same convolutions. The source is of the kernels' type
// or fp32; out of the kernels' type, or of what the requantization says.
void RunConvolutions(ThreadPool& pool, const GemmKernels& kernels, const std::vector<RowConvolution>& convs,
                     ConstTensor source, const Word* packed, const Epilogue& epilogue, void* out);

}  // namespace resnet
