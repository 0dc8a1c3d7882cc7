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

class ParametersTest : public PerIsa {};
RESNET_PER_ISA(ParametersTest);

TEST_P(ParametersTest, MovingAverageMatchesTheFormula) {
  const TestContext context(2, GetParam());
  for (int64_t length : {0, 1, 15, 16, 17, 70, 200003}) {
    for (float rate : {0.0f, 0.001f, 0.5f, 1.0f}) {
      const Guarded<float> x(Random(1).Floats(length)), average(Random(2).Floats(length));
      std::vector<Expected> expected;
      for (int64_t i = 0; i < length; ++i) {
        const double a = average[i], size = std::abs(a) + 3 * rate * (std::abs(a) + std::abs(x[i]));
        expected.push_back({a + double{rate} * (x[i] - a), 2 * kEpsilon * size});
      }
      EXPECT_OK(rn_moving_average(context, rate, In(x), Out(average)));
      ExpectClose(average, expected, "average");
    }
  }
}

TEST_P(ParametersTest, SumOfSquaresMatchesTheFormula) {
  const TestContext context(2, GetParam());
  for (int64_t length : {0, 1, 15, 16, 17, 70, 65536, 200003}) {
    const Guarded<float> x(Random(1).Floats(length));
    long double expected = 0;
    for (const float value : x) expected += static_cast<long double>(value) * value;
    double sum = -1;
    EXPECT_OK(rn_sum_of_squares(context, In(x), &sum));
    // The squares of floats are exact in double; every addition of positive terms rounds once.
    EXPECT_NEAR(sum, static_cast<double>(expected), 0x1p-53 * static_cast<double>(length) * sum) << length;
  }
}

TEST_P(ParametersTest, SumOfSquaresPropagatesNanAndInfinity) {
  const TestContext context(1, GetParam());
  for (size_t place : {size_t{3}, size_t{40}}) {
    std::vector<float> x(41, 1.0f);
    double sum = 0;
    x[place] = std::numeric_limits<float>::infinity();
    EXPECT_OK(rn_sum_of_squares(context, In(x), &sum));
    EXPECT_TRUE(std::isinf(sum));
    x[place] = std::numeric_limits<float>::quiet_NaN();
    EXPECT_OK(rn_sum_of_squares(context, In(x), &sum));
    EXPECT_TRUE(std::isnan(sum));
  }
}

TEST_P(ParametersTest, SumOfSquaresHasTheSameBitsOnAnyThreadsAndInstructionSet) {
  const std::vector<float> x = Random(1).Floats(200003);
  double portable = 0;
  EXPECT_OK(rn_sum_of_squares(TestContext(1, Isa::kPortable), In(x), &portable));
  for (int threads : {1, 2, 3, 7}) {
    double sum = 0;
    EXPECT_OK(rn_sum_of_squares(TestContext(threads, GetParam()), In(x), &sum));
    EXPECT_EQ(sum, portable) << threads << " threads";
  }
}

struct AverageCall {
  float rate = 0.5f;
  std::vector<float> input = std::vector<float>(4, 1.0f), output = std::vector<float>(5, kUntouched);
  rn_const_buffer x = {input.data(), 4};
  rn_buffer average = {&output[0], 4};
  rn_status Run(rn_context* context) { return rn_moving_average(context, rate, x, average); }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(MovingAverageArguments, AreChecked) {
  using Call = AverageCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.rate = std::numeric_limits<float>::quiet_NaN(); },
      [](Call& c) { c.rate = 1.1f; },
      [](Call& c) { c.rate = -0.1f; },
      [](Call& c) { c.x.data = c.average.data; },
  };
  SpoilBuffer(spoils, &Call::x);
  SpoilBuffer(spoils, &Call::average);
  ExpectRejected(spoils);
}

TEST(SumOfSquaresArguments, AreChecked) {
  const TestContext context;
  const std::vector<float> x(4, 1.0f);
  double sum = 5;
  EXPECT_INVALID(rn_sum_of_squares(nullptr, In(x), &sum));
  EXPECT_INVALID(rn_sum_of_squares(context, In(x), nullptr));
  EXPECT_INVALID(rn_sum_of_squares(context, rn_const_buffer{nullptr, 4, RN_FLOAT32}, &sum));
  EXPECT_INVALID(rn_sum_of_squares(context, rn_const_buffer{x.data(), -1, RN_FLOAT32}, &sum));
  EXPECT_INVALID(rn_sum_of_squares(context, rn_const_buffer{x.data(), 4, RN_BFLOAT16}, &sum));
  EXPECT_EQ(sum, 5);
}

}  // namespace
}  // namespace resnet
