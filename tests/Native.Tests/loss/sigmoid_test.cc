#include <gtest/gtest.h>

#include <cmath>
#include <limits>

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

double SigmoidOf(double z) { return 1 / (1 + std::exp(-z)); }

// Targets as training uses them: labels with weights for presence, absence, both or neither.
std::vector<float> Targets(int64_t n, int64_t labels) {
  Random random(21);
  std::vector<float> targets(2 * n * labels);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j < labels; ++j) {
      float& applies = targets[2 * i * labels + j];
      float& does_not = targets[(2 * i + 1) * labels + j];
      applies = static_cast<float>(random.Below(2));
      does_not = 1 - applies;
      if (i % 3 == 1) applies = random.Uniform(0, 3), does_not = random.Uniform(0, 3);
      if (i % 5 == 4) applies = does_not = 0;
    }
  }
  return targets;
}

std::vector<uint8_t> Truth(int64_t n, int64_t labels) {
  Random random(22);
  std::vector<uint8_t> truth(n * labels);
  for (uint8_t& value : truth) value = static_cast<uint8_t>(random.Below(2));
  return truth;
}

double CrossEntropy(int64_t n, int64_t labels, const Doubles& logits, const Doubles& targets) {
  double loss = 0;
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t j = 0; j < labels; ++j) {
      const double z = logits[i * labels + j];
      loss += targets[2 * i * labels + j] * std::log(1 + std::exp(-z)) +
              targets[(2 * i + 1) * labels + j] * std::log(1 + std::exp(z));
    }
  }
  return loss;
}

class SigmoidLossTest : public PerIsa {};
RESNET_PER_ISA(SigmoidLossTest);

const std::pair<int64_t, int32_t> kSizes[] = {{1, 1}, {1, 2}, {3, 10}, {128, 10}, {2, 1500}, {5, 17}, {700, 3}};

TEST_P(SigmoidLossTest, CrossEntropyMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  for (const auto& [n, labels] : kSizes) {
    const float scale = 1.0f / static_cast<float>(n);
    const Guarded<float> logits(Random(2).Floats(n * labels, -30, 30)), dlogits(n * labels);
    const Guarded<float> targets(Targets(n, labels));
    const Guarded<uint8_t> truth(Truth(n, labels));
    double loss = 0;
    rn_label_counts counts = {};
    EXPECT_OK(rn_sigmoid_cross_entropy(context, n, labels, scale, In(logits), In(targets), truth.data(), n * labels,
                                       Out(dlogits), &loss, &counts));

    const double expected_loss =
        CrossEntropy(n, labels, ToDoubles(logits.ToVector()), ToDoubles(targets.ToVector()));
    EXPECT_NEAR(loss, expected_loss, 1e-12 * expected_loss + 1e-300);
    std::vector<Expected> expected;
    rn_label_counts expected_counts = {};
    for (int64_t i = 0; i < n; ++i) {
      bool exact = true;
      for (int64_t j = 0; j < labels; ++j) {
        const double applies = targets[2 * i * labels + j], total = applies + targets[(2 * i + 1) * labels + j];
        const double value = (total * SigmoidOf(logits[i * labels + j]) - applies) * scale;
        expected.push_back({value, 4 * kEpsilon * total * scale});
        const bool found = logits[i * labels + j] >= 0, is = truth[i * labels + j] != 0;
        exact = exact && found == is;
        expected_counts.true_positives += found && is;
        expected_counts.false_positives += found && !is;
        expected_counts.false_negatives += !found && is;
      }
      expected_counts.exact += exact;
    }
    ExpectClose(dlogits, expected, "dlogits");
    EXPECT_EQ(counts.exact, expected_counts.exact);
    EXPECT_EQ(counts.true_positives, expected_counts.true_positives);
    EXPECT_EQ(counts.false_positives, expected_counts.false_positives);
    EXPECT_EQ(counts.false_negatives, expected_counts.false_negatives);

    double loss_alone = 0;
    EXPECT_OK(rn_sigmoid_cross_entropy(context, n, labels, scale, In(logits), In(targets), truth.data(), n * labels,
                                       kNoOut, &loss_alone, &counts));
    EXPECT_EQ(loss_alone, loss);
    EXPECT_OK(rn_sigmoid_cross_entropy(context, n, labels, scale, In(logits), In(targets), truth.data(), n * labels,
                                       Out(logits), &loss_alone, &counts));
    EXPECT_TRUE(SameBits(logits, dlogits)) << "in place";
  }
}

TEST_P(SigmoidLossTest, GradientAgreesWithCentralDifferences) {
  const TestContext context(2, GetParam());
  const std::vector<float> logits = Random(3).Floats(12 * 7, -2, 2), targets = Targets(12, 7);
  const std::vector<uint8_t> truth = Truth(12, 7);
  std::vector<float> dlogits(logits.size());
  double loss = 0;
  rn_label_counts counts = {};
  EXPECT_OK(rn_sigmoid_cross_entropy(context, 12, 7, 1, In(logits), In(targets), truth.data(), 84, Out(dlogits),
                                     &loss, &counts));
  const auto forward = [&](const Doubles& v) { return CrossEntropy(12, 7, v, ToDoubles(targets)); };
  ExpectClose(dlogits, CentralDifferences(ToDoubles(logits), forward, 20 * kEpsilon), "dlogits");
}

TEST_P(SigmoidLossTest, ImpossibleTargetsHaveInfiniteLossAndNanPropagates) {
  const TestContext context(1, GetParam());
  const uint8_t truth = 0;
  double loss = 0;
  rn_label_counts counts = {};
  const auto cost = [&](float logit, const std::vector<float>& targets) {
    const std::vector<float> logits = {logit};
    EXPECT_OK(
        rn_sigmoid_cross_entropy(context, 1, 1, 1, In(logits), In(targets), &truth, 1, kNoOut, &loss, &counts));
    return loss;
  };
  EXPECT_EQ(cost(-kInfinity, {0, 1}), 0);
  EXPECT_EQ(cost(-kInfinity, {1, 0}), kInfinity);
  EXPECT_EQ(cost(kInfinity, {1, 0}), 0);
  EXPECT_EQ(cost(kInfinity, {0, 1}), kInfinity);
  EXPECT_EQ(cost(100, {0, 1}), 100);
  for (const std::vector<float>& targets : {std::vector<float>{0, 0}, std::vector<float>{1, 0}}) {
    EXPECT_TRUE(std::isnan(cost(kNan, targets)));
  }
}

TEST_P(SigmoidLossTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const std::vector<float> logits = Random(4).Floats(300 * 37, -5, 5), targets = Targets(300, 37);
    const std::vector<uint8_t> truth = Truth(300, 37);
    std::vector<float> dlogits(logits.size());
    double loss = 0;
    rn_label_counts counts = {};
    EXPECT_OK(rn_sigmoid_cross_entropy(context, 300, 37, 1, In(logits), In(targets), truth.data(), 300 * 37,
                                       Out(dlogits), &loss, &counts));
    const auto* loss_bits = reinterpret_cast<const char*>(&loss);
    return Joined(dlogits, std::vector<char>(loss_bits, loss_bits + sizeof(loss)));
  });
}

struct CrossEntropyCall {
  int64_t n = 2;
  int32_t labels = 3;
  float scale = 1;
  std::vector<float> input = std::vector<float>(6, 1.0f), output = std::vector<float>(7, kUntouched);
  std::vector<float> target_values = std::vector<float>(12, 1.0f);
  std::vector<uint8_t> truth_values = std::vector<uint8_t>(6, 1);
  rn_const_buffer logits = {input.data(), 6}, targets = {target_values.data(), 12};
  const uint8_t* truth = truth_values.data();
  int64_t truth_length = 6;
  rn_buffer dlogits = {output.data(), 6};
  double loss = -1;
  double* loss_pointer = &loss;
  rn_label_counts counts = {-1, -1, -1, -1};
  rn_label_counts* counts_pointer = &counts;
  rn_status Run(rn_context* context) {
    return rn_sigmoid_cross_entropy(context, n, labels, scale, logits, targets, truth, truth_length, dlogits,
                                    loss_pointer, counts_pointer);
  }
  bool Untouched() const { return IsUntouched(output) && loss == -1 && counts.exact == -1; }
};

TEST(SigmoidLossArguments, CrossEntropy) {
  using Call = CrossEntropyCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.n = 0; },
      [](Call& c) { c.n = INT64_MAX; },
      [](Call& c) { c.labels = 0; },
      [](Call& c) { c.scale = kNan; },
      [](Call& c) { c.truth = nullptr; },
      [](Call& c) { c.truth_length = 5; },
      [](Call& c) { c.truth_length = -6; },
      [](Call& c) { c.loss_pointer = nullptr; },
      [](Call& c) { c.counts_pointer = nullptr; },
      [](Call& c) { c.logits.data = Floats(c.dlogits) + 1; },
      [](Call& c) { c.targets.data = c.dlogits.data; },
      [](Call& c) { c.truth = reinterpret_cast<const uint8_t*>(c.dlogits.data); },
  };
  SpoilBuffer(spoils, &Call::logits);
  SpoilBuffer(spoils, &Call::targets);
  SpoilBuffer(spoils, &Call::dlogits);
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
