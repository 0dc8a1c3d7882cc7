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

void ExpectStep(rn_context* context, int64_t length, float rate, float momentum, float decay, bool nesterov) {
  const Guarded<float> gradient(Random(1).Floats(length)), velocity(Random(2).Floats(length)),
      weights(Random(3).Floats(length));
  std::vector<Expected> expected_velocity, expected_weights;
  for (int64_t i = 0; i < length; ++i) {
    const double w = weights[i], g = gradient[i] + double{decay} * w;
    const double v = double{momentum} * velocity[i] + double{rate} * g;
    const double size = std::abs(momentum * velocity[i]) + rate * (std::abs(gradient[i]) + std::abs(decay * w));
    expected_velocity.push_back({v, 5 * kEpsilon * size});
    expected_weights.push_back(
        {w - (nesterov ? double{momentum} * v + double{rate} * g : v), kEpsilon * (std::abs(w) + 16 * size)});
  }
  EXPECT_OK(rn_sgd_step(context, rate, momentum, decay, nesterov, In(gradient), Out(velocity), Out(weights)));
  ExpectClose(velocity, expected_velocity, "velocity");
  ExpectClose(weights, expected_weights, "weights");
}

TEST_P(SgdTest, MatchesTheFormula) {
  const TestContext context(2, GetParam());
  for (int64_t length = 0; length <= 70; ++length) {
    for (bool nesterov : {false, true}) ExpectStep(context, length, 0.1f, 0.9f, 1e-2f, nesterov);
  }
  for (bool nesterov : {false, true}) {
    ExpectStep(context, 200003, 0.1f, 0.9f, 1e-4f, nesterov);
    ExpectStep(context, 100, 0.5f, 0, 0, nesterov);
    ExpectStep(context, 100, 0, 0.9f, 0.1f, nesterov);
  }
}

TEST_P(SgdTest, HasTheSameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const std::vector<float> gradient = Random(1).Floats(200003);
    std::vector<float> velocity = Random(2).Floats(200003), weights = Random(3).Floats(200003);
    for (int32_t nesterov : {0, 1}) {
      EXPECT_OK(rn_sgd_step(context, 0.1f, 0.9f, 1e-4f, nesterov, In(gradient), Out(velocity), Out(weights)));
    }
    return Joined(velocity, weights);
  });
}

struct SgdCall {
  float rate = 0.1f, momentum = 0.9f, decay = 0;
  int32_t nesterov = 0;
  std::vector<float> input = std::vector<float>(4, 1.0f), output = std::vector<float>(9, kUntouched);
  rn_const_buffer gradient = {input.data(), 4};
  rn_buffer velocity = {&output[0], 4}, weights = {&output[4], 4};
  rn_status Run(rn_context* context) {
    return rn_sgd_step(context, rate, momentum, decay, nesterov, gradient, velocity, weights);
  }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(SgdArguments, AreChecked) {
  using Call = SgdCall;
  constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.rate = kNan; },
      [](Call& c) { c.momentum = std::numeric_limits<float>::infinity(); },
      [](Call& c) { c.decay = kNan; },
      [](Call& c) { c.nesterov = 2; },
      [](Call& c) { c.gradient.data = c.weights.data; },
      [](Call& c) { c.gradient.data = c.velocity.data; },
      [](Call& c) { c.weights.data = c.velocity.data; },
  };
  SpoilBuffer(spoils, &Call::gradient);
  SpoilBuffer(spoils, &Call::velocity);
  SpoilBuffer(spoils, &Call::weights);
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
