// Softmax and its cross-entropy. Formulas: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"

namespace resnet {

void Softmax(ThreadPool& pool, int64_t n, int64_t classes, const float* logits, float* probabilities);

struct CrossEntropyArguments {
  float gradient_scale;
  const float* logits;
  const float* targets;
  const int32_t* labels;
  float* dlogits;  // null: do not compute the gradient
  double* loss;
  int64_t* correct;
};
void SoftmaxCrossEntropy(ThreadPool& pool, int64_t n, int64_t classes, const CrossEntropyArguments& arguments);

}  // namespace resnet
