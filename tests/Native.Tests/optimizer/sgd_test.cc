#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/rejection.h"

namespace resnet {
namespace {

class SgdTest : public PerIsa {};
RESNET_PER_ISA(SgdTest);

rn_sgd_rates Rates(float learning_rate, float momentum, float decay, bool nesterov) {
  return {learning_rate, momentum, decay, 0.75f, 0.01f, nesterov};
}

void ExpectStep(rn_context* context, int64_t length, const rn_sgd_rates& rates, bool averages = true) {
  const Guarded<float> gradient(Random(1).Floats(length)), velocity(Random(2).Floats(length)),
      weights(Random(3).Floats(length)), average(Random(4).Floats(averages ? length : 0));
  const double rate = rates.learning_rate, momentum = rates.momentum, decay = rates.weight_decay;
  std::vector<Expected> expected_velocity, expected_weights, expected_average;
  for (int64_t i = 0; i < length; ++i) {
    const double w = weights[i], scaled = double{rates.gradient_scale} * gradient[i], g = scaled + decay * w;
    const double v = momentum * velocity[i] + rate * g;
    const double size = std::abs(momentum * velocity[i]) + rate * (std::abs(scaled) + std::abs(decay * w));
    expected_velocity.push_back({v, 6 * kEpsilon * size});
    const double moved = w - (rates.nesterov ? momentum * v + rate * g : v);
    const double tolerance = kEpsilon * (std::abs(w) + 18 * size);
    expected_weights.push_back({moved, tolerance});
    if (!averages) continue;
    const double a = average[i], part = double{rates.average_rate};
    expected_average.push_back(
        {a + part * (moved - a),
         part * tolerance + 3 * kEpsilon * (std::abs(a) + part * (std::abs(moved) + std::abs(a)))});
  }
  EXPECT_OK(rn_sgd_step(context, &rates, In(gradient), Out(velocity), Out(weights), Out(average)));
  ExpectClose(velocity, expected_velocity, "velocity");
  ExpectClose(weights, expected_weights, "weights");
  ExpectClose(average, expected_average, "average");
}

TEST_P(SgdTest, MatchesTheFormula) {
  const TestContext context(2, GetParam());
  for (int64_t length = 0; length <= 70; ++length) {
    for (bool nesterov : {false, true}) ExpectStep(context, length, Rates(0.1f, 0.9f, 1e-2f, nesterov));
  }
  for (bool nesterov : {false, true}) {
    ExpectStep(context, 200003, Rates(0.1f, 0.9f, 1e-4f, nesterov));
    ExpectStep(context, 100, Rates(0.5f, 0, 0, nesterov));
    ExpectStep(context, 100, Rates(0, 0.9f, 0.1f, nesterov), /*averages=*/false);
  }
}

TEST_P(SgdTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const std::vector<float> gradient = Random(1).Floats(200003);
    std::vector<float> velocity = Random(2).Floats(200003), weights = Random(3).Floats(200003),
                       average = Random(4).Floats(200003);
    for (bool nesterov : {false, true}) {
      const rn_sgd_rates rates = Rates(0.1f, 0.9f, 1e-4f, nesterov);
      EXPECT_OK(rn_sgd_step(context, &rates, In(gradient), Out(velocity), Out(weights), Out(average)));
    }
    return Joined(velocity, weights, average);
  });
}

struct SgdCall {
  rn_sgd_rates rates = {0.1f, 0.9f, 0, 1, 0.5f, 0};
  const rn_sgd_rates* pointer = &rates;
  std::vector<float> input = std::vector<float>(4, 1.0f), output = std::vector<float>(13, kUntouched);
  rn_const_buffer gradient = {input.data(), 4};
  rn_buffer velocity = {&output[0], 4}, weights = {&output[4], 4}, average = {&output[8], 4};
  rn_status Run(rn_context* context) { return rn_sgd_step(context, pointer, gradient, velocity, weights, average); }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(SgdArguments, AreChecked) {
  using Call = SgdCall;
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.pointer = nullptr; },
      [](Call& c) { c.rates.learning_rate = kNan; },
      [](Call& c) { c.rates.momentum = std::numeric_limits<float>::infinity(); },
      [](Call& c) { c.rates.weight_decay = kNan; },
      [](Call& c) { c.rates.gradient_scale = kNan; },
      [](Call& c) { c.rates.average_rate = kNan; },
      [](Call& c) { c.rates.average_rate = 1.5f; },
      [](Call& c) { c.rates.average_rate = -0.5f; },
      [](Call& c) { c.rates.nesterov = 2; },
      [](Call& c) { c.gradient.data = c.weights.data; },
      [](Call& c) { c.gradient.data = c.velocity.data; },
      [](Call& c) { c.weights.data = c.velocity.data; },
      [](Call& c) { c.average.data = c.weights.data; },
      [](Call& c) { c.average.length = 3; },
      [](Call& c) { c.average.data = nullptr; },
  };
  SpoilBuffer(spoils, &Call::gradient);
  SpoilBuffer(spoils, &Call::velocity);
  SpoilBuffer(spoils, &Call::weights);
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
