#include "loss/softmax.h"

#include <algorithm>
#include <cmath>

#include "base/chunks.h"
#include "base/scratch.h"

namespace resnet {
namespace {

// Enough exponentials to pay for claiming a task.
int64_t RowsPerTask(int64_t classes) { return std::max<int64_t>(1, 1024 / classes); }

// Index of the first largest value. NaN is never the largest.
int64_t FirstLargest(const float* values, int64_t count) {
  int64_t best = 0;
  for (int64_t j = 1; j < count; ++j) {
    if (values[j] > values[best]) best = j;
  }
  return best;
}

// exponentials[j] = exp(logits[j] - largest); returns their sum. May work in place.
double Exponentials(const float* logits, int64_t classes, float largest, float* exponentials) {
  double sum = 0;
  for (int64_t j = 0; j < classes; ++j) {
    exponentials[j] = std::exp(logits[j] - largest);
    sum += exponentials[j];
  }
  return sum;
}

struct RowResult {
  double loss;
  bool correct;
};

RowResult CrossEntropyRow(int64_t classes, const float* logits, const float* targets, int32_t label,
                          float gradient_scale, float* dlogits) {
  const Scratch scratch(static_cast<size_t>(classes));
  float* const exponentials = scratch.data();
  const int64_t best = FirstLargest(logits, classes);
  const double largest = logits[best];
  const double sum = Exponentials(logits, classes, logits[best], exponentials);
  const double log_sum = std::log(sum);  // log softmax[j] = logits[j] - largest - log_sum

  double loss = 0, total = 0;
  for (int64_t j = 0; j < classes; ++j) {
    if (targets[j] == 0) continue;  // 0 times an infinite logit would be NaN
    loss += targets[j] * (log_sum + largest - logits[j]);
    total += targets[j];
  }
  if (dlogits != nullptr) {
    for (int64_t j = 0; j < classes; ++j) {
      dlogits[j] = static_cast<float>((exponentials[j] / sum * total - targets[j]) * gradient_scale);
    }
  }
  // Without a positive target, the loss would not show NaN logits otherwise.
  return {std::isnan(log_sum) ? log_sum : loss, best == label};
}

}  // namespace

void Softmax(ThreadPool& pool, int64_t n, int64_t classes, const float* logits, float* probabilities) {
  ForChunks(pool, n, RowsPerTask(classes), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const float* const in = logits + row * classes;
      float* const out = probabilities + row * classes;
      const double sum = Exponentials(in, classes, in[FirstLargest(in, classes)], out);
      for (int64_t j = 0; j < classes; ++j) out[j] = static_cast<float>(out[j] / sum);
    }
  });
}

void SoftmaxCrossEntropy(ThreadPool& pool, int64_t n, int64_t classes, const CrossEntropyArguments& arguments) {
  const Scratch scratch(static_cast<size_t>(4 * n));
  auto* const results = reinterpret_cast<RowResult*>(scratch.data());
  ForChunks(pool, n, RowsPerTask(classes), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t at = row * classes;
      results[row] = CrossEntropyRow(classes, arguments.logits + at, arguments.targets + at, arguments.labels[row],
                                     arguments.gradient_scale,
                                     arguments.dlogits != nullptr ? arguments.dlogits + at : nullptr);
    }
  });
  double loss = 0;
  int64_t correct = 0;
  for (int64_t row = 0; row < n; ++row) {
    loss += results[row].loss;
    correct += results[row].correct;
  }
  *arguments.loss = loss;
  *arguments.correct = correct;
}

}  // namespace resnet
