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

double Sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

class SigmoidTest : public PerIsa {};
RESNET_PER_ISA(SigmoidTest);

TEST_P(SigmoidTest, ForwardMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  const Guarded<float> x(Random(1).Floats(9001, -30, 30)), y(x.ToVector());  // in place
  EXPECT_OK(rn_sigmoid_forward(context, In(y), Out(y)));
  std::vector<Expected> expected;
  // The exponential, the sum and the quotient are rounded.
  for (float value : x) expected.push_back({Sigmoid(value), 4 * kEpsilon * Sigmoid(value)});
  ExpectClose(y, expected, "y");
}

TEST_P(SigmoidTest, LargeValuesReachTheLimitsAndNanStaysNan) {
  const TestContext context(1, GetParam());
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<float> x = {-1000, 1000, -infinity, infinity, std::nanf("")}, y(5);
  EXPECT_OK(rn_sigmoid_forward(context, In(x), Out(y)));
  EXPECT_EQ(y[0], 0);
  EXPECT_EQ(y[1], 1);
  EXPECT_EQ(y[2], 0);
  EXPECT_EQ(y[3], 1);
  EXPECT_TRUE(std::isnan(y[4]));
}

TEST_P(SigmoidTest, BackwardAgreesWithCentralDifferences) {
  const TestContext context(2, GetParam());
  const std::vector<float> x = Random(2).Floats(37, -4, 4), dy = Random(3).Floats(37);
  std::vector<float> y(x.size()), dx = dy;  // in place
  EXPECT_OK(rn_sigmoid_forward(context, In(x), Out(y)));
  EXPECT_OK(rn_sigmoid_backward(context, In(y), In(dx), Out(dx)));
  const auto loss = [&](const Doubles& v) {
    Doubles values;
    for (double value : v) values.push_back(Sigmoid(value));
    return WeightedSum(dy, values);
  };
  ExpectClose(dx, CentralDifferences(ToDoubles(x), loss, 16 * kEpsilon), "dx");
}

struct ForwardCall {
  std::vector<float> values = std::vector<float>(24, 1.0f), output = std::vector<float>(25, kUntouched);
  rn_const_buffer x = {values.data(), 24};
  rn_buffer y = {output.data(), 24};
  rn_status Run(rn_context* context) { return rn_sigmoid_forward(context, x, y); }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(SigmoidArguments, Forward) {
  std::vector<std::function<void(ForwardCall&)>> spoils = {
      [](ForwardCall& c) { c.x.data = c.output.data() + 1; },
  };
  SpoilBuffer(spoils, &ForwardCall::x);
  SpoilBuffer(spoils, &ForwardCall::y);
  ExpectRejected(spoils);
}

struct BackwardCall {
  std::vector<float> values = std::vector<float>(24, 0.5f), gradients = values;
  std::vector<float> output = std::vector<float>(25, kUntouched);
  rn_const_buffer y = {values.data(), 24}, dy = {gradients.data(), 24};
  rn_buffer dx = {output.data(), 24};
  rn_status Run(rn_context* context) { return rn_sigmoid_backward(context, y, dy, dx); }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(SigmoidArguments, Backward) {
  std::vector<std::function<void(BackwardCall&)>> spoils = {
      [](BackwardCall& c) { c.y.data = c.dx.data; },
      [](BackwardCall& c) { c.dy.data = c.output.data() + 1; },
  };
  SpoilBuffer(spoils, &BackwardCall::y);
  SpoilBuffer(spoils, &BackwardCall::dy);
  SpoilBuffer(spoils, &BackwardCall::dx);
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
