// Weights in the order in which the micro-kernels read them: [part][column block][tap row][run][slice] of words,
// zero beyond the last channels.
#pragma once

#include <vector>

#include "base/thread_pool.h"
#include "conv/row_convolution.h"
#include "conv/tiling.h"

namespace resnet {

int64_t PartLength(const GemmKernels& kernels, const RowConvolution& conv);  // of one part
int64_t PackedLength(const GemmKernels& kernels, const RowConvolution& conv);
int64_t PackedLength(const GemmKernels& kernels, const std::vector<RowConvolution>& convs);

// weights are the shape's, in HWIO; packed holds the convolutions one after the other.
void PackWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape,
                 const std::vector<RowConvolution>& convs, const float* weights, Word* packed);

}  // namespace resnet
