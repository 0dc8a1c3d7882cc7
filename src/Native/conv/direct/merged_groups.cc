#include "conv/direct/merged_groups.h"

#include <algorithm>

namespace resnet {
namespace {

// Calls f(row of the shape's weights, row of the merged weights, index of the original group within the merged one)
// for every tap and input channel of a merged group. A row holds all output channels.
template <class F>
void ForMergedRows(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const F& f) {
  pool.ParallelFor(shape.kernel_h * shape.kernel_w * merged.GroupC(), [&](int64_t row) {
    const int64_t tap = row / merged.GroupC();
    const int64_t channel = row % merged.GroupC();
    f(tap * shape.GroupC() + channel % shape.GroupC(), row, channel / shape.GroupC());
  });
}

}  // namespace

ConvShape MergeGroups(const GemmKernels& kernels, const ConvShape& shape) {
  ConvShape merged = shape;
  const int64_t width = std::max(shape.GroupC(), shape.GroupK());
  for (int64_t count = kernels.vector_length / width; count > 1; --count) {
    if (shape.groups % count != 0) continue;
    merged.groups = shape.groups / count;
    break;
  }
  return merged;
}

void MergeWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const float* weights,
                  float* merged_weights) {
  const int64_t k = shape.k, step = merged.GroupK();
  ForMergedRows(pool, shape, merged, [=](int64_t from, int64_t to, int64_t index) {
    float* row = merged_weights + to * k;
    std::fill_n(row, k, 0.0f);
    for (int64_t begin = index * shape.GroupK(); begin < k; begin += step)
      std::copy_n(weights + from * k + begin, shape.GroupK(), row + begin);
  });
}

void SplitWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged, const float* merged_weights,
                  float* weights) {
  const int64_t k = shape.k, step = merged.GroupK();
  ForMergedRows(pool, shape, merged, [=](int64_t to, int64_t from, int64_t index) {
    for (int64_t begin = index * shape.GroupK(); begin < k; begin += step)
      std::copy_n(merged_weights + from * k + begin, shape.GroupK(), weights + to * k + begin);
  });
}

MergedWeights::MergedWeights(ThreadPool& pool, const ConvShape& shape, const ConvShape& merged,
                             const float* weights)
    : scratch_(static_cast<size_t>(merged.groups == shape.groups ? 0 : merged.WeightElements())), data_(weights) {
  if (merged.groups == shape.groups) return;
  MergeWeights(pool, shape, merged, weights, scratch_.data());
  data_ = scratch_.data();
}

}  // namespace resnet
