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

std::vector<Expected> Forward(int64_t n, int64_t pixels, int64_t c, const Doubles& x) {
  std::vector<Expected> y(n * c);
  // At most 256 pixels are summed in single precision.
  const double rounding = kEpsilon * static_cast<double>(std::min<int64_t>(pixels, 256) + 2);
  for (int64_t i = 0; i < n; ++i) {
    for (int64_t p = 0; p < pixels; ++p) {
      for (int64_t ch = 0; ch < c; ++ch) {
        const double share = x[(i * pixels + p) * c + ch] / static_cast<double>(pixels);
        y[i * c + ch].value += share;
        y[i * c + ch].tolerance += rounding * std::abs(share);
      }
    }
  }
  return y;
}

class GlobalAveragePoolTest : public PerIsa {};
RESNET_PER_ISA(GlobalAveragePoolTest);

TEST_P(GlobalAveragePoolTest, ForwardMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int64_t c : {1, 3, 15, 16, 17, 64, 100, 700}) {
      for (int64_t pixels : {1, 2, 49, 64, 3000}) {
        SCOPED_TRACE(testing::Message() << pixels << " pixels, " << c << " channels");
        const Guarded<T> x(Random(1).Elements<T>(3 * pixels * c, -1, 2));
        const Guarded<float> y(3 * c);
        EXPECT_OK(rn_global_average_pool_forward(context, 3, pixels, static_cast<int32_t>(c), In(x), Out(y)));
        ExpectClose(y, Forward(3, pixels, c, ToDoubles(x.ToVector())), "y");
      }
    }
  });
}

TEST_P(GlobalAveragePoolTest, Uint8ForwardIsExact) {
  const TestContext context(2, GetParam());
  for (int64_t c : {1, 3, 15, 16, 17, 64, 100, 700}) {
    for (int64_t pixels : {1, 2, 49, 64, 3000}) {
      SCOPED_TRACE(testing::Message() << pixels << " pixels, " << c << " channels");
      const Guarded<uint8_t> x(Random(1).Bytes(3 * pixels * c));
      const Guarded<float> y(3 * c);
      EXPECT_OK(rn_global_average_pool_forward(context, 3, pixels, static_cast<int32_t>(c), In(x), Out(y)));
      std::vector<int64_t> sums(static_cast<size_t>(3 * c));
      for (int64_t i = 0; i < x.size(); ++i) sums[static_cast<size_t>(i / (pixels * c) * c + i % c)] += x[i];
      for (int64_t i = 0; i < y.size(); ++i) {
        const auto sum = static_cast<double>(sums[static_cast<size_t>(i)]);
        ASSERT_EQ(y[i], static_cast<float>(sum / static_cast<double>(pixels)));
      }
    }
  }
}

TEST_P(GlobalAveragePoolTest, BackwardDividesEvenly) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int64_t c : {1, 3, 16, 17, 100}) {
      for (int64_t pixels : {1, 49, 64}) {
        const Guarded<float> dy(Random(2).Floats(5 * c));
        const Guarded<T> dx(5 * pixels * c);
        EXPECT_OK(rn_global_average_pool_backward(context, 5, pixels, static_cast<int32_t>(c), In(dy), Out(dx)));
        for (int64_t i = 0; i < dx.size(); ++i) {
          const float share = dy[i / (pixels * c) * c + i % c] / static_cast<float>(pixels);
          ASSERT_EQ(ToFloat(dx[i]), ToFloat(ToElement<T>(share)));
        }
      }
    }
  });
}

TEST_P(GlobalAveragePoolTest, BackwardAgreesWithCentralDifferences) {
  const TestContext context(2, GetParam());
  const std::vector<float> x = Random(3).Floats(2 * 6 * 3), dy = Random(4).Floats(2 * 3);
  std::vector<float> dx(x.size());
  EXPECT_OK(rn_global_average_pool_backward(context, 2, 6, 3, In(dy), Out(dx)));
  const auto loss = [&](const Doubles& v) {
    Doubles y;
    for (const Expected& mean : Forward(2, 6, 3, v)) y.push_back(mean.value);
    return WeightedSum(dy, y);
  };
  ExpectClose(dx, CentralDifferences(ToDoubles(x), loss, 4 * kEpsilon), "dx");
}

TEST_P(GlobalAveragePoolTest, NanStaysInItsChannel) {
  const TestContext context(1, GetParam());
  std::vector<float> x(5 * 20, 1.0f), y(5);
  x[7] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_OK(rn_global_average_pool_forward(context, 1, 20, 5, In(x), Out(y)));
  for (int c = 0; c < 5; ++c) EXPECT_EQ(std::isnan(y[c]), c == 2);
}

TEST_P(GlobalAveragePoolTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const std::vector<float> x = Random(5).Floats(10 * 77 * 33);
    std::vector<float> y(10 * 33), dx(x.size());
    EXPECT_OK(rn_global_average_pool_forward(context, 10, 77, 33, In(x), Out(y)));
    EXPECT_OK(rn_global_average_pool_backward(context, 10, 77, 33, In(y), Out(dx)));
    return Joined(y, dx);
  });
}

template <bool kForward>
struct AverageCall {
  int64_t n = 2, pixels = 4;
  int32_t c = 3;
  std::vector<float> input = std::vector<float>(24, 1.0f), output = std::vector<float>(25, kUntouched);
  rn_const_buffer in = {input.data(), kForward ? 24 : 6};
  rn_buffer out = {output.data(), kForward ? 6 : 24};
  rn_status Run(rn_context* context) {
    return kForward ? rn_global_average_pool_forward(context, n, pixels, c, in, out)
                    : rn_global_average_pool_backward(context, n, pixels, c, in, out);
  }
  bool Untouched() const { return IsUntouched(output); }
};

template <bool kForward>
void ExpectAverageRejected() {
  using Call = AverageCall<kForward>;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.n = 0; },
      [](Call& c) { c.n = INT64_MAX; },
      [](Call& c) { c.pixels = 0; },
      [](Call& c) { c.pixels = -4; },
      [](Call& c) { c.c = 0; },
      [](Call& c) { c.c = -3; },
      [](Call& c) { c.in.data = c.out.data; },
  };
  if (kForward) {
    SpoilBufferOfAnyType(spoils, &Call::in, true);
    SpoilBuffer(spoils, &Call::out);
  } else {
    SpoilBuffer(spoils, &Call::in);
    SpoilBufferOfAnyType(spoils, &Call::out);
  }
  ExpectRejected(spoils);
}

TEST(GlobalAveragePoolArguments, Forward) { ExpectAverageRejected<true>(); }
TEST(GlobalAveragePoolArguments, Backward) { ExpectAverageRejected<false>(); }

}  // namespace
}  // namespace resnet
