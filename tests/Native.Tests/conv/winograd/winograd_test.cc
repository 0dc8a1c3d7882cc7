// Compares the three passes of Winograd's algorithm on every instruction set with the formula of the convolution.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "conv/conv_reference.h"
#include "conv/packing.h"
#include "conv/winograd/winograd_magnitude.h"
#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/typed_buffer.h"

namespace resnet {
namespace {

class WinogradTest : public PerIsa {};
RESNET_PER_ISA(WinogradTest);

rn_conv2d_shape Shape(int64_t n, int32_t h, int32_t w, int32_t c, int32_t k, int32_t pad_h = 1, int32_t pad_w = 1) {
  return {n, h, w, c, k, 3, 3, 1, 1, pad_h, pad_w, RN_FLOAT32, RN_ALGORITHM_WINOGRAD};
}

const rn_conv2d_shape kLargeWeights = Shape(1, 3, 5, 351, 340);

std::vector<rn_conv2d_shape> Shapes() {
  std::vector<rn_conv2d_shape> shapes = {
      Shape(1, 1, 1, 1, 1),           // only the middle tap lies inside the image
      Shape(2, 3, 3, 2, 3, 0, 0),     // the kernel covers the image
      Shape(1, 1, 1, 5, 3, 2, 2),     // more padding than image
      Shape(2, 4, 4, 16, 16),         // one tile
      Shape(3, 8, 8, 16, 16),         // whole tiles
      Shape(1, 9, 14, 20, 33, 2, 0),  // different paddings
      Shape(2, 7, 7, 48, 32),         //
      Shape(1, 3, 41, 3, 40),         // rows longer than a block
      Shape(17, 2, 3, 8, 8),          // many tiny images
      Shape(2, 6, 5, 130, 70),        // several panels
      kLargeWeights,                  // tiles of 2x2 in the forward pass
      Shape(1, 4, 4, 70, 260),        //
      Shape(1, 5, 7, 66, 67),         // several panels for few tiles, the last of which is narrower
  };
  for (int32_t c = 1; c <= 70; c += 3) shapes.push_back(Shape(1 + c % 2, 4 + c % 3, 5 + c % 4, c, 71 - c));
  return shapes;
}

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
      SCOPED_TRACE(ToString(shape) + " types " + std::to_string(types.type) + " " + std::to_string(types.x));
      visit(types, shape);
      if (testing::Test::HasFatalFailure()) return;
    }
  }
}

// Compares with sums in double. Magnitudes are those of winograd_magnitude.h plus the epilogue's. All arithmetic is
// fp32; only results are rounded to their type.
template <class Actual>
void ExpectNear(const std::vector<Sum>& sums, const std::vector<double>& magnitude, const Actual& actual,
                int64_t reduction, int32_t type) {
  ASSERT_EQ(static_cast<int64_t>(sums.size()), actual.size());
  for (size_t i = 0; i < sums.size(); ++i) {
    const double roundings = static_cast<double>(reduction) + kWinogradRoundings + 3;
    const Bounds bounds(sums[i].value, roundings * kEpsilon * (magnitude[i] + sums[i].magnitude), type);
    const float value = actual[static_cast<int64_t>(i)];
    ASSERT_TRUE(bounds.Contain(value)) << value << " is not within " << bounds.low << " and " << bounds.high
                                       << ", at " << i << " of " << actual.size();
  }
}

TEST_P(WinogradTest, ForwardWithEveryEpilogue) {
  const TestContext context(2, GetParam());
  Random random;
  ForEachCase(Shapes(), [&](const Types& types, const rn_conv2d_shape& shape) {
    const TypedBuffer x(types.x, random.Floats(InputSize(shape)));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    const Buffer bias(random.Floats(shape.k));
    const TypedBuffer residual(types.type, random.Floats(OutputSize(shape)));
    const Buffer packed(Pack(context, shape, RN_PASS_FORWARD, weights));
    std::vector<Sum> products(static_cast<size_t>(OutputSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      products[static_cast<size_t>(yi)].Add(double{x[xi]} * weights[wi]);
    });
    const int tile = shape.c == kLargeWeights.c ? 2 : 4;
    const std::vector<double> magnitude =
        WinogradMagnitude(tile, shape.n, {x.ToVector(), shape.h, shape.w, shape.c}, OutH(shape), OutW(shape),
                          shape.k, shape.pad_h, shape.pad_w, [&](size_t tap, int64_t ic, int64_t oc) {
                            return weights[(static_cast<int64_t>(tap) * shape.c + ic) * shape.k + oc];
                          });
    for (int variant = 0; variant < 8; ++variant) {
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
      EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(packed), with_bias ? In(bias) : kNoIn,
                                  with_residual ? In(residual) : kNoIn, relu ? 1 : 0, Out(y)));
      ExpectNear(expected, magnitude, y, shape.c, types.type);
    }
  });
}

TEST_P(WinogradTest, BackwardData) {
  const TestContext context(2, GetParam());
  Random random;
  ForEachCase(Shapes(), [&](const Types& types, const rn_conv2d_shape& shape) {
    if (types.type != types.x) return;
    const TypedBuffer dy(types.type, random.Floats(OutputSize(shape)));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    const Buffer packed(Pack(context, shape, RN_PASS_BACKWARD_DATA, weights));
    std::vector<Sum> expected(static_cast<size_t>(InputSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      expected[static_cast<size_t>(xi)].Add(double{dy[yi]} * weights[wi]);
    });
    const std::vector<double> magnitude =
        WinogradMagnitude(4, shape.n, {dy.ToVector(), OutH(shape), OutW(shape), shape.k}, shape.h, shape.w, shape.c,
                          2 - shape.pad_h, 2 - shape.pad_w, [&](size_t tap, int64_t oc, int64_t ic) {
                            return weights[((8 - static_cast<int64_t>(tap)) * shape.c + ic) * shape.k + oc];
                          });
    TypedBuffer dx(types.type, random.Floats(InputSize(shape)));
    EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy), In(packed), 0, Out(dx)));
    ExpectNear(expected, magnitude, dx, shape.k, types.type);

    SCOPED_TRACE("accumulating");
    for (int64_t i = 0; i < dx.size(); ++i) {
      dx.Set(i, random.Uniform(-1, 1));
      expected[static_cast<size_t>(i)].Add(double{dx[i]});
    }
    EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy), In(packed), 1, Out(dx)));
    ExpectNear(expected, magnitude, dx, shape.k, types.type);
  });
}

TEST_P(WinogradTest, BackwardWeights) {
  const TestContext context(2, GetParam());
  Random random;
  std::vector<rn_conv2d_shape> shapes = Shapes();
  shapes.push_back(Shape(40, 8, 9, 5, 18));  // several blocks and partial sums
  shapes.push_back(Shape(3, 16, 14, 130, 64));
  ForEachCase(shapes, [&](const Types& types, const rn_conv2d_shape& shape) {
    const TypedBuffer x(types.x, random.Floats(InputSize(shape)));
    const TypedBuffer dy(types.type, random.Floats(OutputSize(shape)));
    std::vector<Sum> expected(static_cast<size_t>(WeightsSize(shape)));
    ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
      expected[static_cast<size_t>(wi)].Add(double{x[xi]} * dy[yi]);
    });
    const Buffer dweights(random.Floats(WeightsSize(shape)));
    EXPECT_OK(rn_conv2d_backward_weights(context, &shape, In(x), In(dy), Out(dweights)));
    const int64_t tiles = shape.n * ((OutH(shape) + 3) / 4) * ((OutW(shape) + 3) / 4);
    ExpectNear(expected, WinogradWeightsMagnitude(shape, x.ToVector(), dy.ToVector()), dweights, tiles, RN_FLOAT32);
  });
}

// Shapes large enough for several tasks in every pass.
const rn_conv2d_shape kLarge[] = {Shape(24, 16, 16, 16, 32), Shape(40, 8, 8, 64, 64), Shape(9, 7, 9, 130, 300)};
// Weights larger than all other tensors: the work is cut by panels for few images, and by blocks for more.
const rn_conv2d_shape kFewTiles = Shape(5, 6, 7, 130, 150);

TEST_P(WinogradTest, SameBitsAtAnyThreadCount) {
  std::vector<rn_conv2d_shape> shapes(std::begin(kLarge), std::end(kLarge));
  for (int64_t n : {1, 2, 5}) {
    shapes.push_back(kFewTiles);
    shapes.back().n = n;
  }
  ForEachCase(shapes, [&](const Types& types, const rn_conv2d_shape& shape) {
    Random random;
    const TypedBuffer x(types.x, random.Floats(InputSize(shape))), dy(types.type, random.Floats(OutputSize(shape)));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    ExpectSameAtAnyThreadCount(GetParam(), [&](const TestContext& context) {
      const Buffer forward(Pack(context, shape, RN_PASS_FORWARD, weights));
      const Buffer backward(Pack(context, shape, RN_PASS_BACKWARD_DATA, weights));
      const TypedBuffer y(types.type, dy.ToVector()), dx(types.type, x.ToVector());
      std::vector<float> dweights(static_cast<size_t>(weights.size()));
      EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(forward), kNoIn, kNoIn, 0, Out(y)));
      EXPECT_OK(rn_conv2d_backward_data(context, &shape, In(dy), In(backward), 0, Out(dx)));
      EXPECT_OK(rn_conv2d_backward_weights(context, &shape, In(x), In(dy), Out(dweights)));
      return Joined(y.ToVector(), dx.ToVector(), dweights, forward, backward);
    });
  });
}

TEST_P(WinogradTest, AnImageHasTheSameBitsInAnyBatch) {
  const TestContext context(2, GetParam());
  std::vector<rn_conv2d_shape> shapes(std::begin(kLarge), std::end(kLarge));
  shapes.push_back(kFewTiles);
  for (const rn_conv2d_shape& shape : shapes) {
    SCOPED_TRACE(ToString(shape));
    Random random;
    const std::vector<float> x = random.Floats(InputSize(shape));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    const Buffer packed(Pack(context, shape, RN_PASS_FORWARD, weights));
    std::vector<float> y(static_cast<size_t>(OutputSize(shape)));
    EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(packed), kNoIn, kNoIn, 0, Out(y)));
    rn_conv2d_shape one = shape;
    one.n = 1;
    EXPECT_EQ(packed.ToVector(), Pack(context, one, RN_PASS_FORWARD, weights));
    const std::vector<float> last_x(x.end() - InputSize(one), x.end());
    std::vector<float> last_y(static_cast<size_t>(OutputSize(one)));
    EXPECT_OK(rn_conv2d_forward(context, &one, In(last_x), In(packed), kNoIn, kNoIn, 0, Out(last_y)));
    EXPECT_TRUE(SameBits(last_y, std::vector<float>(y.end() - OutputSize(one), y.end())));
  }
}

// A NaN reaches every output that it would reach in the direct algorithm, also through a ReLU, and no other tile.
TEST_P(WinogradTest, NaNReachesItsOutputs) {
  const TestContext context(1, GetParam());
  const rn_conv2d_shape shape = Shape(1, 12, 12, 3, 20);
  Random random;
  const Buffer weights(random.Floats(WeightsSize(shape), 0.5f, 1));
  const Buffer packed(Pack(context, shape, RN_PASS_FORWARD, weights));
  for (float bad : {NAN, INFINITY, -INFINITY}) {
    for (int64_t row = 0; row < 12; ++row) {
      for (int64_t col = 0; col < 12; ++col) {
        Buffer x(random.Floats(InputSize(shape)));
        x[(row * 12 + col) * 3 + 1] = bad;
        const Buffer y(OutputSize(shape));
        EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(packed), kNoIn, kNoIn, 1, Out(y)));
        for (int64_t oy = 0; oy < 12; ++oy) {
          for (int64_t ox = 0; ox < 12; ++ox) {
            const bool own = std::abs(oy - row) <= 1 && std::abs(ox - col) <= 1;
            const bool near =
                oy / 4 * 4 - 1 <= row && row <= oy / 4 * 4 + 4 && ox / 4 * 4 - 1 <= col && col <= ox / 4 * 4 + 4;
            for (int64_t oc = 0; oc < 20; ++oc) {
              const float value = y[(oy * 12 + ox) * 20 + oc];
              const bool kept = std::isnan(bad) ? std::isnan(value) : !std::isfinite(value) || value == 0;
              ASSERT_TRUE(kept || !own);
              ASSERT_TRUE(std::isfinite(value) || near);
            }
          }
        }
      }
    }
  }
}

TEST(WinogradArguments, OtherKernelsAndStridesAreRejected) {
  const TestContext context;
  for (int32_t rn_conv2d_shape::*member : {&rn_conv2d_shape::kernel_h, &rn_conv2d_shape::kernel_w,
                                           &rn_conv2d_shape::stride_h, &rn_conv2d_shape::stride_w}) {
    rn_conv2d_shape shape = Shape(1, 8, 8, 4, 4);
    shape.*member = 2;
    int64_t length = -1;
    EXPECT_INVALID(rn_conv2d_packed_length(context, &shape, RN_PASS_FORWARD, &length));
    EXPECT_NE(std::strstr(rn_last_error(), "3x3"), nullptr) << rn_last_error();
    EXPECT_EQ(length, -1);
  }
  rn_conv2d_shape shape = Shape(1, 8, 8, 4, 4);
  for (int32_t algorithm : {-1, 3}) {
    shape.algorithm = algorithm;
    int64_t length = -1;
    EXPECT_INVALID(rn_conv2d_packed_length(context, &shape, RN_PASS_FORWARD, &length));
  }
}

// RN_ALGORITHM_AUTO uses one of the two algorithms; weights packed for that one are interchangeable.
TEST_P(WinogradTest, AutoIsOneOfTheAlgorithms) {
  const TestContext context(2, GetParam());
  Random random;
  for (rn_conv2d_shape shape : Shapes()) {
    SCOPED_TRACE(ToString(shape));
    const Buffer x(random.Floats(InputSize(shape)));
    const Buffer weights(random.Floats(WeightsSize(shape)));
    std::vector<std::vector<float>> results;
    for (int32_t algorithm : {RN_ALGORITHM_AUTO, RN_ALGORITHM_DIRECT, RN_ALGORITHM_WINOGRAD}) {
      shape.algorithm = algorithm;
      const Buffer packed(Pack(context, shape, RN_PASS_FORWARD, weights));
      std::vector<float> y(static_cast<size_t>(OutputSize(shape)));
      EXPECT_OK(rn_conv2d_forward(context, &shape, In(x), In(packed), kNoIn, kNoIn, 0, Out(y)));
      results.push_back(y);
    }
    EXPECT_TRUE(results[0] == results[1] || results[0] == results[2]);
  }
}

}  // namespace
}  // namespace resnet
