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

int64_t OutSize(const rn_pool_shape& s, int64_t size) { return (size + 2 * s.pad - s.kernel) / s.stride + 1; }
int64_t InLength(const rn_pool_shape& s) { return s.n * s.h * s.w * s.c; }
int64_t OutLength(const rn_pool_shape& s) { return s.n * OutSize(s, s.h) * OutSize(s, s.w) * s.c; }

// The input and the tap of each output's maximum, by definition.
struct Winners {
  std::vector<size_t> input;
  std::vector<uint8_t> tap;
};

template <class Numbers>
Winners FindWinners(const rn_pool_shape& s, const Numbers& x) {
  Winners winners;
  for (int64_t n = 0; n < s.n; ++n) {
    for (int64_t oy = 0; oy < OutSize(s, s.h); ++oy) {
      for (int64_t ox = 0; ox < OutSize(s, s.w); ++ox) {
        for (int64_t c = 0; c < s.c; ++c) {
          int64_t best = -1, tap = -1;
          for (int64_t k = 0; k < s.kernel * s.kernel; ++k) {
            const int64_t iy = oy * s.stride + k / s.kernel - s.pad, ix = ox * s.stride + k % s.kernel - s.pad;
            if (iy < 0 || iy >= s.h || ix < 0 || ix >= s.w) continue;
            const int64_t i = ((n * s.h + iy) * s.w + ix) * s.c + c;
            const bool better = best < 0 || x[i] > x[best] || (std::isnan(x[i]) && !std::isnan(x[best]));
            if (better) best = i, tap = k;
          }
          winners.input.push_back(static_cast<size_t>(best));
          winners.tap.push_back(static_cast<uint8_t>(tap));
        }
      }
    }
  }
  return winners;
}

const rn_pool_shape kShapes[] = {
    {2, 12, 12, 64, 3, 2, 1}, {1, 1, 1, 1, 1, 1, 0},    {3, 7, 5, 3, 2, 2, 0},     {2, 9, 8, 17, 3, 1, 1},
    {1, 6, 7, 100, 3, 3, 2},  {2, 5, 5, 16, 5, 1, 4},   {1, 15, 16, 15, 15, 1, 7}, {1, 4, 4, 300, 2, 5, 1},
    {1, 1, 1, 33, 15, 2, 14}, {4, 20, 31, 40, 3, 2, 1},
};

class MaxPoolTest : public PerIsa {};
RESNET_PER_ISA(MaxPoolTest);

template <class T>
void ExpectForward(const TestContext& context, const rn_pool_shape& shape, const std::vector<float>& floats) {
  const std::vector<T> values = ToElements<T>(floats);
  const Guarded<T> x(values), y(OutLength(shape)), y_alone(OutLength(shape));
  const Guarded<uint8_t> argmax(OutLength(shape));
  EXPECT_OK(rn_max_pool_forward(context, &shape, In(x), Out(y), argmax.data(), argmax.size()));
  const Winners winners = FindWinners(shape, ToDoubles(values));
  std::vector<T> expected;
  for (size_t winner : winners.input) expected.push_back(values[winner]);
  EXPECT_TRUE(SameBits(y, expected));
  EXPECT_TRUE(SameBits(argmax, winners.tap));
  EXPECT_OK(rn_max_pool_forward(context, &shape, In(x), Out(y_alone), nullptr, 0));
  EXPECT_TRUE(SameBits(y_alone, expected));
}

TEST_P(MaxPoolTest, ForwardMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const rn_pool_shape& shape : kShapes) {
      SCOPED_TRACE(testing::Message() << shape.h << "x" << shape.w << "x" << shape.c << " kernel " << shape.kernel);
      // All negative: padding with zeros would be the maximum.
      ExpectForward<T>(context, shape, Random(1).Floats(InLength(shape), -2, -1));
      std::vector<float> ties(InLength(shape));
      Random random(2);
      for (float& value : ties) value = static_cast<float>(random.Below(3)) - 1;
      ExpectForward<T>(context, shape, ties);
      std::vector<float> special = random.Floats(InLength(shape));
      for (float& value : special) {
        const int64_t kind = random.Below(12);
        if (kind == 0) value = std::numeric_limits<float>::quiet_NaN();
        if (kind == 1) value = std::numeric_limits<float>::infinity();
        if (kind == 2) value = -std::numeric_limits<float>::infinity();
      }
      ExpectForward<T>(context, shape, special);
    }
  });
}

TEST_P(MaxPoolTest, ForwardAcceptsUint8) {
  const TestContext context(2, GetParam());
  for (const rn_pool_shape& shape : kShapes) {
    const Guarded<uint8_t> x(Random(1).Bytes(InLength(shape))), y(Random(2).Bytes(OutLength(shape)));
    EXPECT_OK(rn_max_pool_forward(context, &shape, In(x), Out(y), nullptr, 0));
    std::vector<uint8_t> expected;
    for (size_t winner : FindWinners(shape, ToDoubles(x.ToVector())).input) {
      expected.push_back(x[static_cast<int64_t>(winner)]);
    }
    EXPECT_TRUE(SameBits(y, expected));
  }
}

TEST_P(MaxPoolTest, BackwardGoesToTheMaxima) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const rn_pool_shape& shape : kShapes) {
      SCOPED_TRACE(testing::Message() << shape.h << "x" << shape.w << "x" << shape.c << " kernel " << shape.kernel);
      const Winners winners = FindWinners(shape, Random(3).Floats(InLength(shape)));
      const Guarded<uint8_t> argmax(winners.tap);
      const Guarded<T> dy(Random(4).Elements<T>(OutLength(shape))), dx(Random(5).Elements<T>(InLength(shape)));
      EXPECT_OK(rn_max_pool_backward(context, &shape, In(dy), argmax.data(), argmax.size(), Out(dx)));
      std::vector<Expected> expected(InLength(shape));
      for (size_t o = 0; o < winners.input.size(); ++o) {
        const double gradient = ToFloat(dy[static_cast<int64_t>(o)]);
        expected[winners.input[o]].value += gradient;
        expected[winners.input[o]].tolerance += kEpsilon * shape.kernel * shape.kernel * std::abs(gradient);
      }
      ExpectClose(dx, expected, "dx");
    }
  });
}

TEST_P(MaxPoolTest, BackwardAgreesWithCentralDifferences) {
  const TestContext context(2, GetParam());
  const rn_pool_shape shape = {2, 5, 6, 3, 3, 2, 1};
  std::vector<float> x(InLength(shape));
  // All values differ by much more than a step.
  for (size_t i = 0; i < x.size(); ++i) x[i] = static_cast<float>(i * 77 % x.size()) / static_cast<float>(x.size());
  const std::vector<float> dy = Random(6).Floats(OutLength(shape));
  std::vector<float> y(dy.size()), dx(x.size());
  std::vector<uint8_t> argmax(dy.size());
  EXPECT_OK(rn_max_pool_forward(context, &shape, In(x), Out(y), argmax.data(), OutLength(shape)));
  EXPECT_OK(rn_max_pool_backward(context, &shape, In(dy), argmax.data(), OutLength(shape), Out(dx)));
  const auto loss = [&](const Doubles& v) {
    Doubles pooled;
    for (size_t winner : FindWinners(shape, v).input) pooled.push_back(v[winner]);
    return WeightedSum(dy, pooled);
  };
  ExpectClose(dx, CentralDifferences(ToDoubles(x), loss, 10 * kEpsilon), "dx");
}

TEST_P(MaxPoolTest, SameBitsAtAnyThreadCount) {
  const rn_pool_shape shape = {3, 17, 19, 33, 3, 2, 1};
  ExpectSameAtAnyThreadCount(GetParam(), [&](rn_context* context) {
    const std::vector<float> x = Random(7).Floats(InLength(shape)), dy = Random(8).Floats(OutLength(shape));
    std::vector<float> y(dy.size()), dx(x.size());
    std::vector<uint8_t> argmax(dy.size());
    EXPECT_OK(rn_max_pool_forward(context, &shape, In(x), Out(y), argmax.data(), OutLength(shape)));
    EXPECT_OK(rn_max_pool_backward(context, &shape, In(dy), argmax.data(), OutLength(shape), Out(dx)));
    return Joined(y, dx);
  });
}

// 4x4 with 2 channels, to 2x2.
struct MaxPoolCall {
  rn_pool_shape shape = {1, 4, 4, 2, 3, 2, 1};
  const rn_pool_shape* shape_pointer = &shape;
  uint8_t* argmax = nullptr;
  int64_t argmax_length = 8;
};

struct ForwardCall : MaxPoolCall {
  std::vector<float> input = std::vector<float>(32, 1.0f), output = std::vector<float>(9, kUntouched);
  std::vector<uint8_t> taps = std::vector<uint8_t>(8, 99);
  rn_const_buffer in = {input.data(), 32};
  rn_buffer out = {output.data(), 8};
  ForwardCall() { argmax = taps.data(); }
  rn_status Run(rn_context* context) {
    return rn_max_pool_forward(context, shape_pointer, in, out, argmax, argmax_length);
  }
  bool Untouched() const { return IsUntouched(output) && taps == std::vector<uint8_t>(8, 99); }
};

struct BackwardCall : MaxPoolCall {
  std::vector<float> input = std::vector<float>(8, 1.0f), output = std::vector<float>(33, kUntouched);
  std::vector<uint8_t> taps = std::vector<uint8_t>(8, 4);
  rn_const_buffer in = {input.data(), 8};
  rn_buffer out = {output.data(), 32};
  BackwardCall() { argmax = taps.data(); }
  rn_status Run(rn_context* context) {
    return rn_max_pool_backward(context, shape_pointer, in, argmax, argmax_length, out);
  }
  bool Untouched() const { return IsUntouched(output); }
};

template <class Call>
std::vector<std::function<void(Call&)>> MaxPoolSpoils() {
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.shape_pointer = nullptr; },
      [](Call& c) { c.shape.n = 0; },
      [](Call& c) { c.shape.n = INT64_MAX / 2; },
      [](Call& c) { c.shape.h = 0; },
      [](Call& c) { c.shape.w = -4; },
      [](Call& c) { c.shape.c = 0; },
      [](Call& c) { c.shape.kernel = 0; },
      [](Call& c) { c.shape.kernel = 16; },
      [](Call& c) { c.shape.kernel = 7; },  // larger than the padded image
      [](Call& c) { c.shape.stride = 0; },
      [](Call& c) { c.shape.pad = -1; },
      [](Call& c) { c.shape.pad = 3; },
      [](Call& c) { c.argmax_length = 7; },
      [](Call& c) { c.argmax_length = -1; },
      [](Call& c) { c.argmax = nullptr; },
      [](Call& c) { c.in.data = c.out.data; },
      [](Call& c) { c.argmax = reinterpret_cast<uint8_t*>(c.out.data); },
  };
  SpoilBuffer(spoils, &Call::in);
  SpoilBuffer(spoils, &Call::out);
  return spoils;
}

TEST(MaxPoolArguments, Forward) {
  auto spoils = MaxPoolSpoils<ForwardCall>();
  spoils.push_back([](ForwardCall& c) { c.in.type = c.out.type = RN_UINT8; });  // bytes with argmax
  ExpectRejected(spoils);
}

TEST(MaxPoolArguments, Backward) {
  auto spoils = MaxPoolSpoils<BackwardCall>();
  spoils.push_back([](BackwardCall& c) { c.argmax = nullptr, c.argmax_length = 0; });
  ExpectRejected(spoils);
}

// The backward pass stays inside its buffers even if no forward pass wrote argmax.
TEST(MaxPoolArguments, AnyArgmaxIsSafe) {
  const TestContext context(1);
  BackwardCall call;
  const Guarded<float> dx(32);
  call.out = Out(dx);
  for (int value = 0; value < 256; ++value) {
    call.taps.assign(8, static_cast<uint8_t>(value));
    EXPECT_OK(call.Run(context));
  }
}

}  // namespace
}  // namespace resnet
