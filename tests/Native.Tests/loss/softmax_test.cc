#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "support/compare.h"
#include "support/context.h"
#include "support/gradient.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/rejection.h"

namespace resnet {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

Doubles LogSoftmax(int64_t n, int64_t classes, const Doubles& logits) {
  Doubles logs(logits.size());
  for (int64_t i = 0; i < n; ++i) {
    const auto row = logits.begin() + i * classes;
    const double largest = *std::max_element(row, row + classes);
    double sum = 0;
    for (int64_t j = 0; j < classes; ++j) sum += std::exp(row[j] - largest);
    for (int64_t j = 0; j < classes; ++j) logs[i * classes + j] = row[j] - largest - std::log(sum);
  }
  return logs;
}

// Rows of targets as training uses them: one class, smoothed, a mixture of two, weighted, all zeros.
std::vector<float> Targets(int64_t n, int64_t classes, const std::vector<int32_t>& labels) {
  Random random(12);
  std::vector<float> targets(n * classes);
  for (int64_t i = 0; i < n; ++i) {
    float* const row = &targets[i * classes];
    const float smoothing = i % 3 == 1 ? 0.1f : 0.0f;
    for (int64_t j = 0; j < classes; ++j) row[j] = smoothing / static_cast<float>(classes);
    row[labels[i]] += 1 - smoothing;
    if (i % 4 == 2) {
      for (int64_t j = 0; j < classes; ++j) row[j] *= 0.7f;
      row[random.Below(classes)] += 0.3f;
    }
    const float weight = i % 5 == 3 ? random.Uniform(0, 4) : i % 11 == 10 ? 0.0f : 1.0f;
    for (int64_t j = 0; j < classes; ++j) row[j] *= weight;
  }
  return targets;
}

double CrossEntropy(int64_t n, int64_t classes, const Doubles& logits, const Doubles& targets) {
  const Doubles logs = LogSoftmax(n, classes, logits);
  double loss = 0;
  for (size_t i = 0; i < logs.size(); ++i) {
    if (targets[i] != 0) loss -= targets[i] * logs[i];
  }
  return loss;
}

std::vector<int32_t> RandomLabels(int64_t n, int32_t classes) {
  Random random(11);
  std::vector<int32_t> labels(n);
  for (int32_t& label : labels) label = static_cast<int32_t>(random.Below(classes));
  return labels;
}

class SoftmaxTest : public PerIsa {};
RESNET_PER_ISA(SoftmaxTest);

const std::pair<int64_t, int32_t> kSizes[] = {{1, 1}, {1, 2}, {3, 10}, {128, 10}, {2, 1000}, {5, 17}, {700, 3}};

// The errors of exp and of its argument: z - largest has an error of one ulp, where z is at most 60.
double ProbabilityTolerance(double probability) { return probability * kEpsilon * (64 + 4) + 1e-37; }

TEST_P(SoftmaxTest, MatchesTheDefinition) {
  const TestContext context(2, GetParam());
  for (const auto& [n, classes] : kSizes) {
    const Guarded<float> logits(Random(1).Floats(n * classes, -30, 30)), probabilities(n * classes);
    EXPECT_OK(rn_softmax(context, n, classes, In(logits), Out(probabilities)));
    std::vector<Expected> expected;
    for (double log : LogSoftmax(n, classes, ToDoubles(logits.ToVector()))) {
      expected.push_back({std::exp(log), ProbabilityTolerance(std::exp(log))});
    }
    ExpectClose(probabilities, expected, "probabilities");
    EXPECT_OK(rn_softmax(context, n, classes, In(logits), Out(logits)));
    EXPECT_TRUE(SameBits(logits, probabilities)) << "in place";
  }
}

TEST_P(SoftmaxTest, HugeLogitsDoNotOverflow) {
  const TestContext context(1, GetParam());
  const std::vector<float> logits = {3e38f, 3e38f, -3e38f, 0, -1000, -kInfinity};
  std::vector<float> probabilities(6);
  EXPECT_OK(rn_softmax(context, 2, 3, In(logits), Out(probabilities)));
  EXPECT_EQ(probabilities, (std::vector<float>{0.5f, 0.5f, 0, 1, 0, 0}));
}

TEST_P(SoftmaxTest, NanAffectsOnlyItsRow) {
  const TestContext context(1, GetParam());
  for (int64_t at : {0, 1, 2}) {
    std::vector<float> logits = {1, 2, 3, 1, 2, 3}, probabilities(6), dlogits(6);
    logits[at] = kNan;
    EXPECT_OK(rn_softmax(context, 2, 3, In(logits), Out(probabilities)));
    const std::vector<int32_t> labels = {0, 2};
    for (const std::vector<float>& targets : {std::vector<float>{1, 0, 0, 0, 0, 1}, std::vector<float>(6)}) {
      double loss = 0;
      int64_t correct = 0;
      EXPECT_OK(rn_softmax_cross_entropy(context, 2, 3, 1, In(logits), In(targets), labels.data(), 2, Out(dlogits),
                                         &loss, &correct));
      EXPECT_TRUE(std::isnan(loss));
    }
    for (int i = 0; i < 6; ++i) EXPECT_EQ(std::isnan(probabilities[i]), i < 3) << i;
    for (int i = 0; i < 6; ++i) EXPECT_EQ(std::isnan(dlogits[i]), i < 3) << i;
  }
}

TEST_P(SoftmaxTest, CrossEntropyMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  for (const auto& [n, classes] : kSizes) {
    const float scale = 1.0f / static_cast<float>(n);
    const Guarded<float> logits(Random(2).Floats(n * classes, -30, 30)), dlogits(n * classes);
    const std::vector<int32_t> labels = RandomLabels(n, classes);
    const Guarded<int32_t> guarded_labels(labels);
    const Guarded<float> guarded_targets(Targets(n, classes, labels));
    double loss = 0;
    int64_t correct = 0;
    EXPECT_OK(rn_softmax_cross_entropy(context, n, classes, scale, In(logits), In(guarded_targets),
                                       guarded_labels.data(), n, Out(dlogits), &loss, &correct));

    const Doubles xs = ToDoubles(logits.ToVector());
    const Doubles targets = ToDoubles(guarded_targets.ToVector());
    EXPECT_NEAR(loss, CrossEntropy(n, classes, xs, targets), kEpsilon * 4 * 64 * static_cast<double>(n) + 1e-12);
    std::vector<Expected> expected;
    const Doubles logs = LogSoftmax(n, classes, xs);
    int64_t expected_correct = 0;
    for (int64_t i = 0; i < n; ++i) {
      const auto row = xs.begin() + i * classes;
      expected_correct += std::max_element(row, row + classes) - row == labels[i];
      const auto target = targets.begin() + i * classes;
      const double total = std::accumulate(target, target + classes, 0.0);
      for (int64_t j = 0; j < classes; ++j) {
        const double probability = std::exp(logs[i * classes + j]);
        expected.push_back(
            {(probability * total - target[j]) * scale,
             (ProbabilityTolerance(probability) * total + 4 * kEpsilon * (probability * total + target[j])) *
                 scale});
      }
    }
    ExpectClose(dlogits, expected, "dlogits");
    EXPECT_EQ(correct, expected_correct);

    double loss_alone = 0;
    int64_t correct_alone = 0;
    EXPECT_OK(rn_softmax_cross_entropy(context, n, classes, scale, In(logits), In(guarded_targets), labels.data(),
                                       n, kNoOut, &loss_alone, &correct_alone));
    EXPECT_EQ(loss_alone, loss);
    EXPECT_EQ(correct_alone, correct);
    EXPECT_OK(rn_softmax_cross_entropy(context, n, classes, scale, In(logits), In(guarded_targets), labels.data(),
                                       n, Out(logits), &loss_alone, &correct_alone));
    EXPECT_TRUE(SameBits(logits, dlogits)) << "in place";
  }
}

TEST_P(SoftmaxTest, GradientAgreesWithCentralDifferences) {
  const TestContext context(2, GetParam());
  const std::vector<float> logits = Random(3).Floats(12 * 7, -2, 2);
  const std::vector<int32_t> labels = RandomLabels(12, 7);
  const std::vector<float> targets = Targets(12, 7, labels);
  std::vector<float> dlogits(logits.size());
  double loss = 0;
  int64_t correct = 0;
  EXPECT_OK(rn_softmax_cross_entropy(context, 12, 7, 1, In(logits), In(targets), labels.data(), 12, Out(dlogits),
                                     &loss, &correct));
  const auto forward = [&](const Doubles& v) { return CrossEntropy(12, 7, v, ToDoubles(targets)); };
  ExpectClose(dlogits, CentralDifferences(ToDoubles(logits), forward, 20 * kEpsilon), "dlogits");
}

TEST_P(SoftmaxTest, FirstOfEqualLogitsIsThePrediction) {
  const TestContext context(1, GetParam());
  const std::vector<float> logits = {5, 5, 1, 1, 5, 5};
  double loss = 0;
  int64_t correct = 0;
  for (const auto& [first, second, expected] :
       {std::tuple<int32_t, int32_t, int64_t>{0, 1, 2}, {1, 2, 0}, {0, 2, 1}}) {
    const int32_t labels[] = {first, second};
    const std::vector<float> targets(6, 0.5f);  // only labels matter
    EXPECT_OK(
        rn_softmax_cross_entropy(context, 2, 3, 1, In(logits), In(targets), labels, 2, kNoOut, &loss, &correct));
    EXPECT_EQ(correct, expected);
  }
}

TEST_P(SoftmaxTest, ImpossibleTargetsHaveInfiniteLoss) {
  const TestContext context(1, GetParam());
  const std::vector<float> logits = {1, -kInfinity};
  double loss = 0;
  int64_t correct = 0;
  const std::vector<float> likely = {1, 0}, impossible = {0, 1};
  const int32_t label = 0;
  EXPECT_OK(rn_softmax_cross_entropy(context, 1, 2, 1, In(logits), In(likely), &label, 1, kNoOut, &loss, &correct));
  EXPECT_EQ(loss, 0);
  EXPECT_OK(
      rn_softmax_cross_entropy(context, 1, 2, 1, In(logits), In(impossible), &label, 1, kNoOut, &loss, &correct));
  EXPECT_EQ(loss, std::numeric_limits<double>::infinity());
}

TEST_P(SoftmaxTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const std::vector<float> logits = Random(4).Floats(300 * 37, -5, 5);
    const std::vector<int32_t> labels = RandomLabels(300, 37);
    const std::vector<float> targets = Targets(300, 37, labels);
    std::vector<float> probabilities(logits.size()), dlogits(logits.size());
    double loss = 0;
    int64_t correct = 0;
    EXPECT_OK(rn_softmax(context, 300, 37, In(logits), Out(probabilities)));
    EXPECT_OK(rn_softmax_cross_entropy(context, 300, 37, 1, In(logits), In(targets), labels.data(), 300,
                                       Out(dlogits), &loss, &correct));
    const auto* loss_bits = reinterpret_cast<const char*>(&loss);
    return Joined(probabilities, dlogits, std::vector<char>(loss_bits, loss_bits + sizeof(loss)));
  });
}

struct SoftmaxCall {
  int64_t n = 2;
  int32_t classes = 3;
  std::vector<float> input = std::vector<float>(6, 1.0f), output = std::vector<float>(7, kUntouched);
  rn_const_buffer logits = {input.data(), 6};
  rn_buffer out = {output.data(), 6};
  rn_status Run(rn_context* context) { return rn_softmax(context, n, classes, logits, out); }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(SoftmaxArguments, Softmax) {
  using Call = SoftmaxCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.n = 0; },
      [](Call& c) { c.n = INT64_MAX; },
      [](Call& c) { c.classes = 0; },
      [](Call& c) { c.classes = -3; },
      [](Call& c) { c.logits.data = Floats(c.out) + 1; },
  };
  SpoilBuffer(spoils, &Call::logits);
  SpoilBuffer(spoils, &Call::out);
  ExpectRejected(spoils);
}

struct CrossEntropyCall {
  int64_t n = 2;
  int32_t classes = 3;
  float scale = 1;
  std::vector<float> input = std::vector<float>(6, 1.0f), output = std::vector<float>(7, kUntouched);
  std::vector<int32_t> label_values = {0, 2};
  std::vector<float> target_values = {1, 0, 0, 0, 0, 1};
  rn_const_buffer logits = {input.data(), 6}, targets = {target_values.data(), 6};
  const int32_t* labels = label_values.data();
  int64_t labels_length = 2;
  rn_buffer dlogits = {output.data(), 6};
  double loss = -1;
  double* loss_pointer = &loss;
  int64_t correct = -1;
  int64_t* correct_pointer = &correct;
  rn_status Run(rn_context* context) {
    return rn_softmax_cross_entropy(context, n, classes, scale, logits, targets, labels, labels_length, dlogits,
                                    loss_pointer, correct_pointer);
  }
  bool Untouched() const { return IsUntouched(output) && loss == -1 && correct == -1; }
};

TEST(SoftmaxArguments, CrossEntropy) {
  using Call = CrossEntropyCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.n = 0; },
      [](Call& c) { c.classes = 0; },
      [](Call& c) { c.scale = kNan; },
      [](Call& c) { c.scale = kInfinity; },
      [](Call& c) { c.labels = nullptr; },
      [](Call& c) { c.labels_length = 1; },
      [](Call& c) { c.labels_length = -2; },
      [](Call& c) { c.label_values[1] = 3; },
      [](Call& c) { c.label_values[0] = -1; },
      [](Call& c) { c.loss_pointer = nullptr; },
      [](Call& c) { c.correct_pointer = nullptr; },
      [](Call& c) { c.logits.data = Floats(c.dlogits) + 1; },
      [](Call& c) { c.targets.data = c.dlogits.data; },
  };
  SpoilBuffer(spoils, &Call::logits);
  SpoilBuffer(spoils, &Call::targets);
  SpoilBuffer(spoils, &Call::dlogits);
  ExpectRejected(spoils);
}

TEST(SoftmaxArguments, MessageNamesTheLabel) {
  const TestContext context(1);
  CrossEntropyCall call;
  call.label_values[1] = 7;
  EXPECT_INVALID(call.Run(context));
  EXPECT_STREQ(rn_last_error(), "labels[1] is 7; with 3 classes it must be 0 to 2.");
}

}  // namespace
}  // namespace resnet
