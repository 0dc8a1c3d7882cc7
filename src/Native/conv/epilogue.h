// What happens to a convolution's sums before they are stored. The formulas are GemmTile's.
#pragma once

#include "kernels/gemm/gemm.h"

namespace resnet {

// The additional parameters of int8 convolutions: real = scale * (q - zero).
struct Requantization {
  Quantization input;          // quantizes an fp32 source; its zero point also fills the padding
  const int32_t* weight_sums;  // see PackInt8Weights
  const float* scale;          // [out channels]
  float residual_scale;
  float inverse_output_scale;
  ElementType residual_type, output_type;
};

struct Epilogue {
  const float* bias = nullptr;     // [out channels], or null
  const void* residual = nullptr;  // of the output's shape and type, or null
  bool relu = false;
  bool accumulate = false;
  const Requantization* requantization = nullptr;  // int8 kernels only
};

}  // namespace resnet
