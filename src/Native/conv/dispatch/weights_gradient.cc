#include "conv/dispatch/weights_gradient.h"

#include "base/scratch.h"
#include "conv/backward_weights/backward_weights.h"
#include "conv/direct/merged_groups.h"
#include "conv/winograd/backward_weights.h"

namespace resnet {
namespace {

void ComputeDirect(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape, ConstTensor x,
                   ConstTensor dy, float* dweights) {
  const ConvShape merged = MergeGroups(kernels, shape);
  if (merged.groups == shape.groups) return RunBackwardWeights(pool, kernels, shape, x, dy, dweights);
  const Scratch merged_dweights(static_cast<size_t>(merged.WeightElements()));
  RunBackwardWeights(pool, kernels, merged, x, dy, merged_dweights.data());
  SplitWeights(pool, shape, merged, merged_dweights.data(), dweights);
}

}  // namespace

void ComputeWeightsGradient(ThreadPool& pool, Isa isa, const ConvShape& shape, Algorithm algorithm, ConstTensor x,
                            ConstTensor dy, float* dweights) {
  if (algorithm == Algorithm::kDirect) {
    ComputeDirect(pool, GetGemmKernels(isa, shape.type), shape, x, dy, dweights);
  } else {
    RunWinogradBackwardWeights(pool, GetWinogradMethod(isa, algorithm), shape, x, dy, dweights);
  }
}

}  // namespace resnet
