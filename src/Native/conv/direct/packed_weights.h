// Weights in the order in which the micro-kernels read them: [group][panel][tap row][run][panel's width] of words,
// zero beyond the last channels.
#pragma once

#include <vector>

#include "base/thread_pool.h"
#include "conv/schedule/row_convolution.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// Words.
int64_t PackedGroupLength(const GemmKernels& kernels, const RowConvolution& conv);
int64_t PackedLength(const GemmKernels& kernels, const RowConvolution& conv);
int64_t PackedLength(const GemmKernels& kernels, const std::vector<RowConvolution>& convs);

// `weights` is the shape's HWIO tensor; `packed` receives the convolutions one after the other.
void PackWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape,
                 const std::vector<RowConvolution>& convs, const float* weights, Word* packed);

}  // namespace resnet
