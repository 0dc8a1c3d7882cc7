// The three passes of the direct algorithm on every instruction set against the formula.
#include <gtest/gtest.h>

#include <vector>

#include "conv/conv_reference.h"
#include "conv/conv_shapes.h"
#include "conv/packing.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

class ConvTest : public PerIsa {};
RESNET_PER_ISA(ConvTest);

void ExpectNear(const std::vector<Sum>& expected, const Buffer& actual) {
  ASSERT_EQ(static_cast<int64_t>(expected.size()), actual.size());
  for (int64_t i = 0; i < actual.size(); ++i) {
    const Sum& sum = expected[static_cast<size_t>(i)];
    ASSERT_NEAR(sum.value, actual[i], sum.Tolerance()) << "at " << i << " of " << actual.size();
  }
}

TEST_P(ConvTest, Forward) {
  const TestContext context(2, GetParam());
  Random random;
  for (const rn_conv2d_shape& shape : TestShapes()) {
    SCOPED_TRACE(ToString(shape));
    const Buffer x(random.Floats(InputSize(shape)));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    const Buffer packed(Pack(context, shape, RN_PASS_FORWARD, weights));
    std::vector<Sum> expected(static_cast<size_t>(OutputSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      expected[static_cast<size_t>(yi)].Add(double{x[xi]} * weights[wi]);
    });
    const Buffer y(random.Floats(OutputSize(shape)));
    EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(packed), kNoIn, kNoIn, 0, Out(y)));
    ExpectNear(expected, y);
  }
}

TEST_P(ConvTest, ForwardEpilogues) {
  const TestContext context(2, GetParam());
  Random random;
  for (const rn_conv2d_shape& shape : AdversarialShapes()) {
    const Buffer x(random.Floats(InputSize(shape)));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    const Buffer bias(random.Floats(shape.k));
    const Buffer residual(random.Floats(OutputSize(shape)));
    const Buffer packed(Pack(context, shape, RN_PASS_FORWARD, weights));
    std::vector<Sum> products(static_cast<size_t>(OutputSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      products[static_cast<size_t>(yi)].Add(double{x[xi]} * weights[wi]);
    });
    for (int variant = 1; variant < 8; ++variant) {
      SCOPED_TRACE(ToString(shape) + " variant " + std::to_string(variant));
      const bool with_bias = (variant & 1) != 0, with_residual = (variant & 2) != 0, relu = (variant & 4) != 0;
      std::vector<Sum> expected = products;
      for (int64_t i = 0; i < OutputSize(shape); ++i) {
        Sum& sum = expected[static_cast<size_t>(i)];
        if (with_bias) sum.Add(bias[i % shape.k]);
        if (with_residual) sum.Add(residual[i]);
        if (relu) sum.value = std::max(sum.value, 0.0);
      }
      const Buffer y(random.Floats(OutputSize(shape)));
      EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(packed), with_bias ? In(bias) : kNoIn,
                                  with_residual ? In(residual) : kNoIn, relu ? 1 : 0, Out(y)));
      ExpectNear(expected, y);
    }
  }
}

TEST_P(ConvTest, BackwardData) {
  const TestContext context(2, GetParam());
  Random random;
  for (const rn_conv2d_shape& shape : TestShapes()) {
    const Buffer dy(random.Floats(OutputSize(shape)));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    const Buffer packed(Pack(context, shape, RN_PASS_BACKWARD_DATA, weights));
    std::vector<Sum> expected(static_cast<size_t>(InputSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      expected[static_cast<size_t>(xi)].Add(double{dy[yi]} * weights[wi]);
    });
    const Buffer dx(random.Floats(InputSize(shape)));
    {
      SCOPED_TRACE(ToString(shape));
      EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy), In(packed), 0, Out(dx)));
      ExpectNear(expected, dx);
    }
    {
      SCOPED_TRACE(ToString(shape) + " accumulating");
      for (int64_t i = 0; i < dx.size(); ++i) expected[static_cast<size_t>(i)].Add(dx[i] = random.Uniform(-1, 1));
      EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy), In(packed), 1, Out(dx)));
      ExpectNear(expected, dx);
    }
  }
}

TEST_P(ConvTest, BackwardWeights) {
  const TestContext context(2, GetParam());
  Random random;
  for (const rn_conv2d_shape& shape : TestShapes()) {
    SCOPED_TRACE(ToString(shape));
    const Buffer x(random.Floats(InputSize(shape)));
    const Buffer dy(random.Floats(OutputSize(shape)));
    std::vector<Sum> expected(static_cast<size_t>(WeightsSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      expected[static_cast<size_t>(wi)].Add(double{x[xi]} * dy[yi]);
    });
    const Buffer dweights(random.Floats(WeightsSize(shape)));
    EXPECT_OK(rn_conv2d_backward_weights(context, &shape, In(x), In(dy), Out(dweights)));
    ExpectNear(expected, dweights);
  }
}

// A batch large enough for several pieces, bands and tasks in every pass.
TEST_P(ConvTest, SameBitsAtAnyThreadCount) {
  for (rn_conv2d_shape shape :
       {rn_conv2d_shape{24, 16, 16, 16, 32, 3, 3, 2, 2, 1, 1}, rn_conv2d_shape{40, 8, 8, 32, 32, 3, 3, 1, 1, 1, 1},
        rn_conv2d_shape{30, 7, 9, 130, 48, 1, 1, 1, 1, 0, 0}}) {
    shape.algorithm = RN_ALGORITHM_DIRECT;
    SCOPED_TRACE(ToString(shape));
    Random random;
    const std::vector<float> x = random.Floats(InputSize(shape));
    const std::vector<float> dy = random.Floats(OutputSize(shape));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    std::vector<float> first;
    for (int threads : {1, 2, 3, 7}) {
      const TestContext context(threads, GetParam());
      const Buffer forward(Pack(context, shape, RN_PASS_FORWARD, weights));
      const Buffer backward(Pack(context, shape, RN_PASS_BACKWARD_DATA, weights));
      std::vector<float> y(dy.size()), dx(x.size()), dweights(static_cast<size_t>(weights.size()));
      EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(forward), kNoIn, kNoIn, 0, Out(y)));
      EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy), In(backward), 0, Out(dx)));
      EXPECT_OK(rn_conv2d_backward_weights(context, &shape, In(x), In(dy), Out(dweights)));
      std::vector<float> all = y;
      all.insert(all.end(), dx.begin(), dx.end());
      all.insert(all.end(), dweights.begin(), dweights.end());
      if (first.empty()) first = all;
      EXPECT_EQ(0, std::memcmp(first.data(), all.data(), all.size() * sizeof(float))) << threads << " threads";
    }
  }
}

TEST_P(ConvTest, PackedWeightsServeAnyBatch) {
  const TestContext context(1, GetParam());
  for (rn_conv2d_shape shape : AdversarialShapes()) {
    for (int32_t pass : {RN_PASS_FORWARD, RN_PASS_BACKWARD_DATA}) {
      Random random;
      const Buffer weights(random.Floats(WeightsSize(shape)));
      shape.n = 1;
      const std::vector<float> one = Pack(context, shape, pass, weights);
      shape.n = 1000;
      EXPECT_EQ(one, Pack(context, shape, pass, weights)) << ToString(shape);
    }
  }
}

TEST_P(ConvTest, ReluKeepsNaN) {
  const TestContext context(1, GetParam());
  const rn_conv2d_shape shape{1, 1, 1, 1, 20, 1, 1, 1, 1, 0, 0};
  const Buffer x(std::vector<float>{NAN});
  const Buffer packed(Pack(context, shape, RN_PASS_FORWARD, Buffer(std::vector<float>(20, 1.0f))));
  const Buffer y(20);
  EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(packed), kNoIn, kNoIn, 1, Out(y)));
  for (float value : y) EXPECT_TRUE(std::isnan(value));
}

}  // namespace
}  // namespace resnet
