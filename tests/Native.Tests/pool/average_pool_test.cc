#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/compare.h"
#include "support/context.h"
#include "support/gradient.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/rejection.h"

namespace resnet {
namespace {

int64_t OutH(const rn_average_pool_shape& s) { return (s.h - 1) / s.size + 1; }
int64_t OutW(const rn_average_pool_shape& s) { return (s.w - 1) / s.size + 1; }
int64_t InLength(const rn_average_pool_shape& s) { return s.n * s.h * s.w * s.c; }
int64_t OutLength(const rn_average_pool_shape& s) { return s.n * OutH(s) * OutW(s) * s.c; }

// The definition.
Doubles Forward(const rn_average_pool_shape& s, const Doubles& x) {
  Doubles y;
  for (int64_t n = 0; n < s.n; ++n)
    for (int64_t oy = 0; oy < OutH(s); ++oy)
      for (int64_t ox = 0; ox < OutW(s); ++ox)
        for (int64_t c = 0; c < s.c; ++c) {
          double sum = 0;
          int64_t count = 0;
          for (int64_t iy = oy * s.size; iy < std::min<int64_t>(s.h, (oy + 1) * s.size); ++iy)
            for (int64_t ix = ox * s.size; ix < std::min<int64_t>(s.w, (ox + 1) * s.size); ++ix, ++count)
              sum += x[static_cast<size_t>(((n * s.h + iy) * s.w + ix) * s.c + c)];
          y.push_back(sum / static_cast<double>(count));
        }
  return y;
}

const rn_average_pool_shape kShapes[] = {
    {2, 8, 8, 64, 2}, {3, 7, 9, 17, 2},   {1, 1, 1, 1, 2},  {1, 5, 4, 33, 3},
    {2, 9, 3, 5, 4},  {1, 16, 15, 3, 15}, {2, 6, 7, 16, 1}, {5, 2, 3, 100, 7},
};

class AveragePoolTest : public PerIsa {};
RESNET_PER_ISA(AveragePoolTest);

TEST_P(AveragePoolTest, ForwardMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const rn_average_pool_shape& shape : kShapes) {
      const Guarded<T> x(Random(1).Elements<T>(InLength(shape)));
      const Guarded<T> y(Random(2).Elements<T>(OutLength(shape)));
      EXPECT_OK(rn_average_pool_forward(context, &shape, In(x), Out(y)));
      std::vector<Expected> expected;
      // One rounding per addition and one for the division, of values up to 1.
      for (double mean : Forward(shape, ToDoubles(x.ToVector())))
        expected.push_back({mean, kEpsilon * (shape.size * shape.size + 1)});
      ExpectClose(y, expected, "y");
    }
  });
}

TEST_P(AveragePoolTest, Uint8MeansRoundToNearest) {
  const TestContext context(2, GetParam());
  for (const rn_average_pool_shape& shape : kShapes) {
    const Guarded<uint8_t> x(Random(3).Bytes(InLength(shape))), y(OutLength(shape));
    EXPECT_OK(rn_average_pool_forward(context, &shape, In(x), Out(y)));
    const Doubles expected = Forward(shape, Doubles(x.begin(), x.end()));
    for (int64_t i = 0; i < y.size(); ++i)
      ASSERT_EQ(y[i], static_cast<uint8_t>(std::floor(expected[static_cast<size_t>(i)] + 0.5 + 1e-9)));
  }
}

TEST_P(AveragePoolTest, BackwardAgreesWithCentralDifferences) {
  const TestContext context(2, GetParam());
  for (const rn_average_pool_shape& shape : {rn_average_pool_shape{2, 5, 4, 3, 2}, {1, 7, 5, 2, 3}}) {
    const std::vector<float> x = Random(4).Floats(InLength(shape)), dy = Random(5).Floats(OutLength(shape));
    const auto loss = [&](const Doubles& v) { return WeightedSum(dy, Forward(shape, v)); };
    const std::vector<Expected> expected = CentralDifferences(ToDoubles(x), loss, 4 * kEpsilon);
    std::vector<float> dx(x.size());
    EXPECT_OK(rn_average_pool_backward(context, &shape, In(dy), Out(dx)));
    ExpectClose(dx, expected, "dx");
  }
}

TEST_P(AveragePoolTest, BackwardDividesEvenly) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const rn_average_pool_shape& s : kShapes) {
      const Guarded<T> dy(Random(6).Elements<T>(OutLength(s)));
      const Guarded<T> dx(Random(7).Elements<T>(InLength(s)));
      EXPECT_OK(rn_average_pool_backward(context, &s, In(dy), Out(dx)));
      for (int64_t i = 0; i < dx.size(); ++i) {
        const int64_t ix = i / s.c % s.w, iy = i / s.c / s.w % s.h, n = i / s.c / s.w / s.h;
        const int64_t oy = iy / s.size, ox = ix / s.size;
        const auto pixels = static_cast<float>(std::min<int64_t>(s.size, s.h - oy * s.size) *
                                               std::min<int64_t>(s.size, s.w - ox * s.size));
        const float gradient = ToFloat(dy[((n * OutH(s) + oy) * OutW(s) + ox) * s.c + i % s.c]);
        ASSERT_EQ(ToFloat(dx[i]), ToFloat(ToElement<T>(gradient / pixels)));
      }
    }
  });
}

TEST_P(AveragePoolTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const rn_average_pool_shape shape{5, 13, 12, 33, 2};
    const std::vector<float> x = Random(8).Floats(InLength(shape));
    std::vector<float> y(static_cast<size_t>(OutLength(shape))), dx(x.size());
    EXPECT_OK(rn_average_pool_forward(context, &shape, In(x), Out(y)));
    EXPECT_OK(rn_average_pool_backward(context, &shape, In(y), Out(dx)));
    return Joined(y, dx);
  });
}

template <bool kForward>
struct PoolCall {
  rn_average_pool_shape shape{2, 3, 4, 3, 2};
  const rn_average_pool_shape* given = &shape;
  std::vector<float> input = std::vector<float>(72, 1.0f), output = std::vector<float>(73, kUntouched);
  rn_const_buffer in = {input.data(), kForward ? 72 : 24};
  rn_buffer out = {output.data(), kForward ? 24 : 72};
  rn_status Run(rn_context* context) {
    const rn_average_pool_shape* s = given == nullptr ? nullptr : &shape;
    return kForward ? rn_average_pool_forward(context, s, in, out) : rn_average_pool_backward(context, s, in, out);
  }
  bool Untouched() const { return IsUntouched(output); }
};

template <bool kForward>
void ExpectPoolRejected() {
  using Call = PoolCall<kForward>;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.given = nullptr; },      [](Call& c) { c.shape.n = 0; },
      [](Call& c) { c.shape.n = INT64_MAX; },  [](Call& c) { c.shape.h = 0; },
      [](Call& c) { c.shape.w = -4; },         [](Call& c) { c.shape.c = 0; },
      [](Call& c) { c.shape.size = 0; },       [](Call& c) { c.shape.size = 16; },
      [](Call& c) { c.in.data = c.out.data; },
  };
  SpoilBuffer(spoils, &Call::in);
  SpoilBuffer(spoils, &Call::out);
  ExpectRejected(spoils);
}

TEST(AveragePoolArguments, Forward) { ExpectPoolRejected<true>(); }
TEST(AveragePoolArguments, Backward) { ExpectPoolRejected<false>(); }

}  // namespace
}  // namespace resnet
