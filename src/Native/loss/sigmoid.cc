#include "loss/sigmoid.h"

#include <algorithm>
#include <cmath>

#include "base/chunks.h"
#include "base/scratch.h"

namespace resnet {
namespace {

// Enough exponentials to pay for claiming a task.
constexpr int64_t kValuesPerTask = 1024;

// Both use exp(-|z|), which does not overflow.
struct SigmoidOf {
  explicit SigmoidOf(double z)
      : small(std::exp(-std::abs(z))),
        probability((z < 0 ? small : 1) / (1 + small)),
        negative(z < 0),
        size(std::abs(z)) {}

  // log(1 + exp(-z)) and log(1 + exp(z)): the larger of the two is the smaller plus |z|.
  double CostIfTrue() const { return std::log1p(small) + (negative ? size : 0); }
  double CostIfFalse() const { return std::log1p(small) + (negative ? 0 : size); }

  double small, probability;
  bool negative;
  double size;
};

struct RowResult {
  double loss;
  int64_t true_positives, false_positives, false_negatives;
};

RowResult CrossEntropyRow(int64_t labels, const float* logits, const float* targets, const uint8_t* truth,
                          float gradient_scale, float* dlogits) {
  const float *applies = targets, *does_not = targets + labels;
  RowResult result = {};
  for (int64_t j = 0; j < labels; ++j) {
    const float z = logits[j];
    const SigmoidOf sigmoid(z);
    // Skips zero targets, because 0 times an infinite cost would be NaN; a NaN logit must still reach the loss.
    if (applies[j] != 0 || std::isnan(z)) result.loss += applies[j] * sigmoid.CostIfTrue();
    if (does_not[j] != 0) result.loss += does_not[j] * sigmoid.CostIfFalse();
    result.true_positives += z >= 0 && truth[j] != 0;
    result.false_positives += z >= 0 && truth[j] == 0;
    result.false_negatives += !(z >= 0) && truth[j] != 0;
    if (dlogits != nullptr) {
      const double total = double{applies[j]} + does_not[j];
      dlogits[j] = static_cast<float>((total * sigmoid.probability - applies[j]) * gradient_scale);
    }
  }
  return result;
}

}  // namespace

void SigmoidCrossEntropy(ThreadPool& pool, int64_t n, int64_t labels, const SigmoidArguments& arguments) {
  const Scratch scratch(static_cast<size_t>(n) * (sizeof(RowResult) / sizeof(float)));
  auto* const results = reinterpret_cast<RowResult*>(scratch.data());
  ForChunks(pool, n, std::max<int64_t>(1, kValuesPerTask / labels), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t at = row * labels;
      results[row] = CrossEntropyRow(labels, arguments.logits + at, arguments.targets + 2 * at,
                                     arguments.truth + at, arguments.gradient_scale,
                                     arguments.dlogits != nullptr ? arguments.dlogits + at : nullptr);
    }
  });
  double loss = 0;
  rn_label_counts counts = {};
  for (int64_t row = 0; row < n; ++row) {
    const RowResult& result = results[row];
    loss += result.loss;
    counts.exact += result.false_positives + result.false_negatives == 0;
    counts.true_positives += result.true_positives;
    counts.false_positives += result.false_positives;
    counts.false_negatives += result.false_negatives;
  }
  *arguments.loss = loss;
  *arguments.counts = counts;
}

}  // namespace resnet
