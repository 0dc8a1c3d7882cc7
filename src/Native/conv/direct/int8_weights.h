// Weights of int8 convolutions: signed bytes with one scale per output channel.
#pragma once

#include "base/thread_pool.h"
#include "conv/schedule/row_convolution.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// scales[oc] = the largest magnitude of the channel's weights / 127, or 1 if that is 0. Infinite or NaN if a weight
// is.
void FindWeightScales(ThreadPool& pool, const ConvShape& shape, const float* weights, float* scales);

// Words of the packed weights and of the sums that follow them.
int64_t PackedInt8Length(const GemmKernels& kernels, const RowConvolution& conv);

// Packs round(weight / scale), to nearest even and clamped to -127 .. 127, in the order of PackWeights.
void PackInt8Weights(ThreadPool& pool, const GemmKernels& kernels, const RowConvolution& conv, const float* weights,
                     const float* scales, Word* packed);

// The sums of weights, which zero points are multiplied by, in a buffer that PackInt8Weights filled:
// [group][taps_h + 1][padded columns], where row t has the sums over the tap rows before t.
const int32_t* Int8WeightSums(const GemmKernels& kernels, const RowConvolution& conv, const Word* packed);

}  // namespace resnet
