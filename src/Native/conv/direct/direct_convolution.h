// Runs planned convolutions by the direct algorithm: loop nests around the GEMM micro-kernels.
#pragma once

#include <vector>

#include "base/tensor.h"
#include "base/thread_pool.h"
#include "conv/epilogue.h"
#include "conv/schedule/row_convolution.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// `packed` holds the weights of the same convolutions, from PackWeights or PackInt8Weights. The source is of the
// kernels' type or fp32; the output of the kernels' type, or of the type that the requantization names.
void RunDirect(ThreadPool& pool, const GemmKernels& kernels, const std::vector<RowConvolution>& convs,
               ConstTensor source, const Word* packed, const Epilogue& epilogue, void* out);

}  // namespace resnet
