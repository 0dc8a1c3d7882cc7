// The sigmoid's cross-entropy. Formula: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "resnet_native.h"

namespace resnet {

struct SigmoidArguments {
  float gradient_scale;
  const float* logits;
  const float* targets;
  const uint8_t* truth;
  float* dlogits;  // null: do not compute the gradient
  double* loss;
  rn_label_counts* counts;
};
void SigmoidCrossEntropy(ThreadPool& pool, int64_t n, int64_t labels, const SigmoidArguments& arguments);

}  // namespace resnet
