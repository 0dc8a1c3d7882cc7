// Compares the three passes of the direct algorithm on every instruction set with the formula.
#include <gtest/gtest.h>

#include <vector>

#include "conv/conv_reference.h"
#include "conv/conv_shapes.h"
#include "support/compare.h"
#include "support/context.h"
#include "support/random.h"
#include "support/typed_buffer.h"

namespace resnet {
namespace {

class ConvTest : public PerIsa {};
RESNET_PER_ISA(ConvTest);

// The types of a convolution and of its input.
struct Types {
  int32_t type, x;
};
constexpr Types kTypes[] = {{RN_FLOAT32, RN_FLOAT32}, {RN_BFLOAT16, RN_BFLOAT16}, {RN_BFLOAT16, RN_FLOAT32}};

// Calls visit(types, shape of that type).
template <class Visit>
void ForEachCase(std::vector<rn_conv2d_shape> shapes, const Visit& visit) {
  for (const Types& types : kTypes) {
    for (rn_conv2d_shape& shape : shapes) {
      shape.type = types.type;
      shape.algorithm = RN_ALGORITHM_DIRECT;
      SCOPED_TRACE(ToString(shape) + " types " + std::to_string(types.type) + " " + std::to_string(types.x));
      visit(types, shape);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

std::vector<float> Pack(rn_context* context, const rn_conv2d_shape& shape, int32_t pass,
                        const std::vector<float>& weights) {
  int64_t length = 0;
  EXPECT_OK(rn_conv2d_packed_length(context, &shape, pass, &length));
  const Guarded<float> packed(length);
  EXPECT_OK(rn_conv2d_pack(context, &shape, pass, In(Guarded<float>(weights)), Out(packed)));
  return packed.ToVector();
}

template <class Actual>
void ExpectNear(const std::vector<Sum>& expected, const Actual& actual, int32_t type) {
  ASSERT_EQ(static_cast<int64_t>(expected.size()), actual.size());
  for (int64_t i = 0; i < actual.size(); ++i) {
    const Sum& sum = expected[static_cast<size_t>(i)];
    const Bounds bounds(sum.value, sum.Tolerance(), type);
    ASSERT_TRUE(bounds.Contain(actual[i])) << actual[i] << " is not within " << bounds.low << " and " << bounds.high
                                           << ", at " << i << " of " << actual.size();
  }
}

// The value that a convolution of a type computes with: operands are rounded to the type.
class Operand {
 public:
  Operand(Random& random, int64_t size, int32_t stored, int32_t computed)
      : buffer_(stored, random.Floats(size)), values_(Rounded(buffer_.ToVector(), computed)) {}

  double operator[](int64_t i) const { return double{values_[static_cast<size_t>(i)]}; }
  const TypedBuffer& buffer() const { return buffer_; }

 private:
  TypedBuffer buffer_;
  std::vector<float> values_;
};

TEST_P(ConvTest, Forward) {
  const TestContext context(2, GetParam());
  Random random;
  ForEachCase(TestShapes(), [&](const Types& types, const rn_conv2d_shape& shape) {
    const Operand x(random, InputSize(shape), types.x, types.type);
    const Operand weights(random, WeightsSize(shape), RN_FLOAT32, types.type);
    const Guarded<float> packed(Pack(context, shape, RN_PASS_FORWARD, weights.buffer().ToVector()));
    std::vector<Sum> expected(static_cast<size_t>(OutputSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      expected[static_cast<size_t>(yi)].Add(x[xi] * weights[wi]);
    });
    const TypedBuffer y(types.type, random.Floats(OutputSize(shape)));
    EXPECT_OK(rn_conv2d_forward(context, &shape, In(x.buffer()), In(packed), kNoIn, kNoIn, 0, Out(y)));
    ExpectNear(expected, y, types.type);
  });
}

TEST_P(ConvTest, ForwardEpilogues) {
  const TestContext context(2, GetParam());
  Random random;
  ForEachCase(AdversarialShapes(), [&](const Types& types, const rn_conv2d_shape& shape) {
    const Operand x(random, InputSize(shape), types.x, types.type);
    const Operand weights(random, WeightsSize(shape), RN_FLOAT32, types.type);
    const Guarded<float> bias(random.Floats(shape.k));
    const TypedBuffer residual(types.type, random.Floats(OutputSize(shape)));
    const Guarded<float> packed(Pack(context, shape, RN_PASS_FORWARD, weights.buffer().ToVector()));
    std::vector<Sum> products(static_cast<size_t>(OutputSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      products[static_cast<size_t>(yi)].Add(x[xi] * weights[wi]);
    });
    for (int variant = 1; variant < 8; ++variant) {
      SCOPED_TRACE("variant " + std::to_string(variant));
      const bool with_bias = (variant & 1) != 0, with_residual = (variant & 2) != 0, relu = (variant & 4) != 0;
      std::vector<Sum> expected = products;
      for (int64_t i = 0; i < OutputSize(shape); ++i) {
        Sum& sum = expected[static_cast<size_t>(i)];
        if (with_bias) sum.Add(bias[i % shape.k]);
        if (with_residual) sum.Add(residual[i]);
        if (relu) sum.value = std::max(sum.value, 0.0);
      }
      const TypedBuffer y(types.type, random.Floats(OutputSize(shape)));
      EXPECT_OK(rn_conv2d_forward(context, &shape, In(x.buffer()), In(packed), with_bias ? In(bias) : kNoIn,
                                  with_residual ? In(residual) : kNoIn, relu ? 1 : 0, Out(y)));
      ExpectNear(expected, y, types.type);
    }
  });
}

TEST_P(ConvTest, BackwardData) {
  const TestContext context(2, GetParam());
  Random random;
  ForEachCase(TestShapes(), [&](const Types& types, const rn_conv2d_shape& shape) {
    if (types.x != types.type) return;
    const Operand dy(random, OutputSize(shape), types.type, types.type);
    const Operand weights(random, WeightsSize(shape), RN_FLOAT32, types.type);
    const Guarded<float> packed(Pack(context, shape, RN_PASS_BACKWARD_DATA, weights.buffer().ToVector()));
    std::vector<Sum> expected(static_cast<size_t>(InputSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      expected[static_cast<size_t>(xi)].Add(dy[yi] * weights[wi]);
    });
    TypedBuffer dx(types.type, random.Floats(InputSize(shape)));
    EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy.buffer()), In(packed), 0, Out(dx)));
    ExpectNear(expected, dx, types.type);
    SCOPED_TRACE("accumulating");
    for (int64_t i = 0; i < dx.size(); ++i) {
      dx.Set(i, random.Uniform(-1, 1));
      expected[static_cast<size_t>(i)].Add(dx[i]);
    }
    EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy.buffer()), In(packed), 1, Out(dx)));
    ExpectNear(expected, dx, types.type);
  });
}

TEST_P(ConvTest, BackwardWeights) {
  const TestContext context(2, GetParam());
  Random random;
  ForEachCase(TestShapes(), [&](const Types& types, const rn_conv2d_shape& shape) {
    const Operand x(random, InputSize(shape), types.x, types.type);
    const Operand dy(random, OutputSize(shape), types.type, types.type);
    std::vector<Sum> expected(static_cast<size_t>(WeightsSize(shape)));
    ForEachProduct(
        shape, [&](int64_t xi, int64_t wi, int64_t yi) { expected[static_cast<size_t>(wi)].Add(x[xi] * dy[yi]); });
    const Guarded<float> dweights(random.Floats(WeightsSize(shape)));
    EXPECT_OK(rn_conv2d_backward_weights(context, &shape, In(x.buffer()), In(dy.buffer()), Out(dweights)));
    ExpectNear(expected, dweights, RN_FLOAT32);
  });
}

// Batches large enough for several bands, partial sums and tasks in every pass.
TEST_P(ConvTest, SameBitsAtAnyThreadCount) {
  const std::vector<rn_conv2d_shape> shapes = {
      {24, 16, 16, 16, 32, 3, 3, 2, 2, 1, 1},       {40, 8, 8, 32, 32, 3, 3, 1, 1, 1, 1},
      {30, 7, 9, 130, 48, 1, 1, 1, 1, 0, 0},        {24, 9, 9, 64, 64, 3, 3, 1, 1, 1, 1, 0, 0, 16},
      {5, 9, 9, 96, 96, 3, 3, 2, 2, 1, 1, 0, 0, 3}, {1, 7, 7, 70, 300, 1, 1, 1, 1, 0, 0},
      {2, 14, 14, 140, 150, 1, 1, 2, 2, 0, 0}};
  ForEachCase(shapes, [&](const Types& types, const rn_conv2d_shape& shape) {
    Random random;
    const TypedBuffer x(types.x, random.Floats(InputSize(shape)));
    const TypedBuffer dy(types.type, random.Floats(OutputSize(shape)));
    const std::vector<float> weights = random.Floats(WeightsSize(shape));
    std::vector<float> first;
    for (int threads : {1, 2, 3, 7}) {
      const TestContext context(threads, GetParam());
      const std::vector<float> forward = Pack(context, shape, RN_PASS_FORWARD, weights);
      const std::vector<float> backward = Pack(context, shape, RN_PASS_BACKWARD_DATA, weights);
      const TypedBuffer y(types.type, dy.ToVector());
      const TypedBuffer dx(types.type, x.ToVector());
      std::vector<float> dweights(weights.size());
      EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(forward), kNoIn, kNoIn, 0, Out(y)));
      EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy), In(backward), 0, Out(dx)));
      EXPECT_OK(rn_conv2d_backward_weights(context, &shape, In(x), In(dy), Out(dweights)));
      const std::vector<float> all = Joined(y.ToVector(), dx.ToVector(), dweights);
      if (first.empty()) first = all;
      EXPECT_TRUE(SameBits(first, all)) << threads << " threads";
    }
  });
}

TEST_P(ConvTest, PackedWeightsServeAnyBatch) {
  const TestContext context(1, GetParam());
  Random random;
  ForEachCase(AdversarialShapes(), [&](const Types&, rn_conv2d_shape shape) {
    for (int32_t pass : {RN_PASS_FORWARD, RN_PASS_BACKWARD_DATA}) {
      const std::vector<float> weights = random.Floats(WeightsSize(shape));
      shape.n = 1;
      const std::vector<float> one = Pack(context, shape, pass, weights);
      shape.n = 1000;
      EXPECT_TRUE(SameBits(one, Pack(context, shape, pass, weights)));
    }
  });
}

TEST_P(ConvTest, NaNStaysNaN) {
  const TestContext context(1, GetParam());
  ForEachCase({{1, 1, 1, 1, 20, 1, 1, 1, 1, 0, 0}}, [&](const Types& types, const rn_conv2d_shape& shape) {
    // A NaN whose upper half alone would be an infinity.
    const uint32_t bits = types.x == RN_FLOAT32 ? 0x7f800001u : 0x7fc00000u;
    float nan;
    std::memcpy(&nan, &bits, sizeof(nan));
    const Guarded<float> single(std::vector<float>{nan});
    const Guarded<BFloat16> half(std::vector<BFloat16>{{static_cast<uint16_t>(bits >> 16)}});
    const rn_const_buffer x = types.x == RN_FLOAT32 ? In(single) : rn_const_buffer{half.data(), 1, RN_BFLOAT16};
    const Guarded<float> packed(Pack(context, shape, RN_PASS_FORWARD, std::vector<float>(20, 1.0f)));
    for (int32_t relu : {0, 1}) {
      const TypedBuffer y(types.type, std::vector<float>(20));
      EXPECT_OK(rn_conv2d_forward(context, &shape, x, In(packed), kNoIn, kNoIn, relu, Out(y)));
      for (float value : y.ToVector()) EXPECT_TRUE(std::isnan(value));
    }
  });
}

// Numbers between two bfloat16 are rounded to the nearer or, if tied, the even one, in every operand.
TEST_P(ConvTest, Bfloat16RoundsToNearestEven) {
  const TestContext context(1, GetParam());
  rn_conv2d_shape shape{1, 1, 1, 1, 40, 1, 1, 1, 1, 0, 0};
  shape.type = RN_BFLOAT16;
  std::vector<float> values;
  for (int i = 0; i < 20; ++i) {
    for (float tail : {0x1p-8f, 0x1p-8f + 0x1p-20f}) {  // halfway, and just above
      values.push_back((1 + static_cast<float>(i) * 0x1p-7f + tail) * (i % 3 == 0 ? -1.0f : 1.0f));
    }
  }
  const Guarded<float> one(std::vector<float>{1.0f}), zero(std::vector<float>{0.0f}), bias(values);
  const Guarded<float> weights(Pack(context, shape, RN_PASS_FORWARD, values));
  const TypedBuffer from_weights(RN_BFLOAT16, std::vector<float>(40)),
      from_bias(RN_BFLOAT16, std::vector<float>(40));
  EXPECT_OK(rn_conv2d_forward(context, &shape, In(one), In(weights), kNoIn, kNoIn, 0, Out(from_weights)));
  EXPECT_OK(rn_conv2d_forward(context, &shape, In(zero), In(weights), In(bias), kNoIn, 0, Out(from_bias)));
  EXPECT_EQ(from_weights.ToVector(), Rounded(values, RN_BFLOAT16));
  EXPECT_EQ(from_bias.ToVector(), Rounded(values, RN_BFLOAT16));
}

}  // namespace
}  // namespace resnet
