#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "conv/conv_reference.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

class LinearTest : public PerIsa {};
RESNET_PER_ISA(LinearTest);

using Buffer = Guarded<float>;

struct Shape {
  int64_t n;
  int32_t in, out;
};
constexpr Shape kShapes[] = {{1, 1, 1},    {1, 512, 1000}, {3, 64, 10},  {128, 64, 10},  {5, 17, 3},
                             {700, 9, 33}, {2, 2048, 100}, {31, 100, 7}, {1025, 3, 130}, {256, 16, 16}};

void ExpectNear(const std::vector<Sum>& expected, const Buffer& actual) {
  ASSERT_EQ(static_cast<int64_t>(expected.size()), actual.size());
  for (int64_t i = 0; i < actual.size(); ++i) {
    const Sum& sum = expected[static_cast<size_t>(i)];
    ASSERT_NEAR(sum.value, actual[i], sum.Tolerance()) << "at " << i << " of " << actual.size();
  }
}

TEST_P(LinearTest, ForwardAndBackward) {
  const TestContext context(2, GetParam());
  Random random;
  for (const auto& [n, in, out] : kShapes) {
    SCOPED_TRACE(std::to_string(n) + " of " + std::to_string(in) + " to " + std::to_string(out));
    const Buffer x(random.Floats(n * in)), weights(random.Floats(int64_t{in} * out)), bias(random.Floats(out));
    const Buffer dy(random.Floats(n * out));
    std::vector<Sum> y_sums(static_cast<size_t>(n * out)), dx_sums(static_cast<size_t>(n * in)),
        dweights_sums(static_cast<size_t>(int64_t{in} * out)), dbias_sums(static_cast<size_t>(out));
    for (int64_t s = 0; s < n; ++s) {
      for (int64_t o = 0; o < out; ++o) {
        const size_t at = static_cast<size_t>(s * out + o);
        y_sums[at].Add(bias[o]);
        dbias_sums[static_cast<size_t>(o)].Add(dy[s * out + o]);
        for (int64_t i = 0; i < in; ++i) {
          y_sums[at].Add(double{x[s * in + i]} * weights[i * out + o]);
          dx_sums[static_cast<size_t>(s * in + i)].Add(double{dy[s * out + o]} * weights[i * out + o]);
          dweights_sums[static_cast<size_t>(i * out + o)].Add(double{x[s * in + i]} * dy[s * out + o]);
        }
      }
    }
    const Buffer y(n * out), dx(n * in), dweights(int64_t{in} * out), dbias(out);
    EXPECT_OK(rn_linear_forward(context, n, in, out, In(x), In(weights), In(bias), Out(y)));
    ExpectNear(y_sums, y);
    EXPECT_OK(
        rn_linear_backward(context, n, in, out, In(x), In(weights), In(dy), Out(dx), Out(dweights), Out(dbias)));
    ExpectNear(dx_sums, dx);
    ExpectNear(dweights_sums, dweights);
    ExpectNear(dbias_sums, dbias);

    const Buffer dweights_alone(int64_t{in} * out), dbias_alone(out);
    EXPECT_OK(rn_linear_backward(context, n, in, out, In(x), In(weights), In(dy), kNoOut, Out(dweights_alone),
                                 Out(dbias_alone)));
    EXPECT_EQ(dweights.ToVector(), dweights_alone.ToVector());
    EXPECT_EQ(dbias.ToVector(), dbias_alone.ToVector());
  }
}

TEST_P(LinearTest, SameBitsAtAnyThreadCount) {
  constexpr int64_t kN = 4000;
  constexpr int32_t kIn = 100, kOut = 70;
  Random random;
  const std::vector<float> x = random.Floats(kN * kIn), dy = random.Floats(kN * kOut);
  const std::vector<float> weights = random.Floats(kIn * kOut), bias = random.Floats(kOut);
  std::vector<float> first;
  for (int threads : {1, 2, 3, 7}) {
    const TestContext context(threads, GetParam());
    std::vector<float> y(kN * kOut), dx(kN * kIn), dweights(kIn * kOut), dbias(kOut);
    EXPECT_OK(rn_linear_forward(context, kN, kIn, kOut, In(x), In(weights), In(bias), Out(y)));
    EXPECT_OK(
        rn_linear_backward(context, kN, kIn, kOut, In(x), In(weights), In(dy), Out(dx), Out(dweights), Out(dbias)));
    std::vector<float> all;
    for (const auto* part : {&y, &dx, &dweights, &dbias}) all.insert(all.end(), part->begin(), part->end());
    if (first.empty()) first = all;
    EXPECT_EQ(0, std::memcmp(first.data(), all.data(), all.size() * sizeof(float))) << threads << " threads";
  }
}

TEST(LinearArguments, InvalidArgumentsAreRejected) {
  const TestContext context;
  std::vector<float> x(6), weights(12), bias(4), y(8), dx(6), dweights(12), dbias(4);
  const auto forward = [&](int64_t n, int32_t in, int32_t out, int64_t x_length, int64_t bias_length) {
    return rn_linear_forward(context, n, in, out, {x.data(), x_length}, In(weights), {bias.data(), bias_length},
                             Out(y));
  };
  EXPECT_OK(forward(2, 3, 4, 6, 4));
  y.assign(8, 7.0f);
  EXPECT_INVALID(forward(0, 3, 4, 0, 4));
  EXPECT_INVALID(forward(-2, 3, 4, 6, 4));
  EXPECT_INVALID(forward(2, -3, 4, 6, 4));
  EXPECT_INVALID(forward(2, 3, 0, 6, 0));
  EXPECT_INVALID(forward(2, 3, 4, 5, 4));
  EXPECT_INVALID(forward(2, 3, 4, 6, 0));
  EXPECT_INVALID(forward(INT64_MAX, 3, 4, 6, 4));
  EXPECT_INVALID(forward(2, INT32_MAX, INT32_MAX, 6, 4));
  EXPECT_INVALID(rn_linear_forward(nullptr, 2, 3, 4, In(x), In(weights), In(bias), Out(y)));
  EXPECT_INVALID(rn_linear_forward(context, 2, 3, 4, In(x), In(weights), In(bias), {x.data(), 8}));
  EXPECT_EQ(y, std::vector<float>(8, 7.0f));

  const auto backward = [&](rn_buffer dx_out, rn_buffer dweights_out, rn_buffer dbias_out) {
    return rn_linear_backward(context, 2, 3, 4, In(x), In(weights), In(y), dx_out, dweights_out, dbias_out);
  };
  EXPECT_OK(backward(Out(dx), Out(dweights), Out(dbias)));
  dx.assign(6, 7.0f);
  dweights.assign(12, 7.0f);
  dbias.assign(4, 7.0f);
  EXPECT_INVALID(backward({dx.data(), 5}, Out(dweights), Out(dbias)));
  EXPECT_INVALID(backward(Out(dx), kNoOut, Out(dbias)));
  EXPECT_INVALID(backward(Out(dx), Out(dweights), {dbias.data(), 3}));
  EXPECT_INVALID(backward(Out(dx), Out(dweights), {nullptr, 4}));
  EXPECT_INVALID(backward(Out(dx), Out(dweights), {dweights.data(), 4}));
  EXPECT_EQ(dx, std::vector<float>(6, 7.0f));
  EXPECT_EQ(dweights, std::vector<float>(12, 7.0f));
  EXPECT_EQ(dbias, std::vector<float>(4, 7.0f));
}

}  // namespace
}  // namespace resnet
