// Weights of quantised convolutions: bytes with sign and a scale per output channel.
#pragma once

#include "base/thread_pool.h"
#include "conv/row_convolution.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// scales[oc] = the largest magnitude of the channel's weights / 127, or 1 if that is 0. Not finite if a weight
// isn't.
void FindWeightScales(ThreadPool& pool, const ConvShape& shape, const float* weights, float* scales);

// Words of the packed weights, which the sums follow that zero points need.
int64_t PackedByteLength(const GemmKernels& kernels, const RowConvolution& conv);

// Packs round(weight / scale), to nearest even and clamped to -127 .. 127, in the order of PackWeights.
void PackByteWeights(ThreadPool& pool, const GemmKernels& kernels, const RowConvolution& conv, const float* weights,
                     const float* scales, Word* packed);

// In what was packed: [part][taps_h + 1][padded columns], each row the sums of the columns' weights in the tap rows
// above.
const int32_t* ByteWeightSums(const GemmKernels& kernels, const RowConvolution& conv, const Word* packed);

}  // namespace resnet
