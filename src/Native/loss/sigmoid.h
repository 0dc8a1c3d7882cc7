// The sigmoid and its cross-entropy. Formulas: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "resnet_native.h"

namespace resnet {

void Sigmoid(ThreadPool& pool, int64_t count, const float* logits, float* probabilities);

struct SigmoidArguments {
  float gradient_scale;
  const float* logits;
  const float* targets;
  const uint8_t* truth;
  float* dlogits;  // null: no gradient wanted
  double* loss;
  rn_label_counts* counts;
};
void SigmoidCrossEntropy(ThreadPool& pool, int64_t n, int64_t labels, const SigmoidArguments& arguments);

}  // namespace resnet
