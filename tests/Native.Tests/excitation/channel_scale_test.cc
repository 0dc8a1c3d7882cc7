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

struct Shape {
  int64_t n, pixels;
  int32_t c;
  int64_t Length() const { return n * pixels * c; }
  int64_t Scales() const { return n * c; }
  size_t ScaleOf(int64_t i) const { return static_cast<size_t>(i / (pixels * c) * c + i % c); }
};

const Shape kShapes[] = {{2, 49, 64}, {3, 1, 17},  {1, 700, 3},  {2, 300, 33},
                         {4, 64, 16}, {1, 5, 700}, {1, 70, 1100}};

// The definition. residual may be empty.
Doubles Forward(const Shape& s, const Doubles& x, const Doubles& scale, const Doubles& residual, bool relu) {
  Doubles y;
  for (int64_t i = 0; i < s.Length(); ++i) {
    const auto at = static_cast<size_t>(i);
    const double value = x[at] * scale[s.ScaleOf(i)] + (residual.empty() ? 0 : residual[at]);
    y.push_back(relu ? std::max(value, 0.0) : value);
  }
  return y;
}

class ChannelScaleTest : public PerIsa {};
RESNET_PER_ISA(ChannelScaleTest);

TEST_P(ChannelScaleTest, ForwardMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const Shape& s : kShapes) {
      const Guarded<T> x(Random(1).Elements<T>(s.Length())), residual(Random(2).Elements<T>(s.Length()));
      const Guarded<float> scale(Random(3).Floats(s.Scales(), 0, 1));
      for (int variant = 0; variant < 4; ++variant) {
        const bool adds = (variant & 1) != 0, relu = (variant & 2) != 0;
        const Guarded<T> y(x.ToVector());  // in place
        EXPECT_OK(rn_channel_scale_forward(context, s.n, s.pixels, s.c, In(y), In(scale),
                                           adds ? In(residual) : kNoIn, relu, Out(y)));
        std::vector<Expected> expected;
        for (double value : Forward(s, ToDoubles(x.ToVector()), ToDoubles(scale.ToVector()),
                                    adds ? ToDoubles(residual.ToVector()) : Doubles(), relu))
          expected.push_back({value, 4 * kEpsilon});  // values are at most 2
        ExpectClose(y, expected, "y");
      }
    }
  });
}

// The layer as networks use it: the scale is a function of the means of x, here with a derivative of slope.
TEST_P(ChannelScaleTest, BackwardAgreesWithCentralDifferences) {
  const TestContext context(2, GetParam());
  const Shape s{2, 5, 3};
  const std::vector<float> x = Random(4).Floats(s.Length()), residual = Random(5).Floats(s.Length());
  const std::vector<float> offset = Random(6).Floats(s.Scales(), 0.2f, 1), slope = Random(7).Floats(s.Scales());
  const std::vector<float> dy = Random(8).Floats(s.Length());
  const auto scales = [&](const Doubles& v) {
    Doubles scale = ToDoubles(offset);
    for (int64_t i = 0; i < s.Length(); ++i) {
      const size_t at = s.ScaleOf(i);
      scale[at] += slope[at] * v[static_cast<size_t>(i)] / static_cast<double>(s.pixels);
    }
    return scale;
  };
  const auto loss = [&](const Doubles& v, const Doubles& r) {
    return WeightedSum(dy, Forward(s, v, scales(v), r, true));
  };
  const Doubles xs = ToDoubles(x), residuals = ToDoubles(residual);

  std::vector<float> scale;
  for (double value : scales(xs)) scale.push_back(static_cast<float>(value));
  std::vector<float> y(x.size()), g = dy, dscale(static_cast<size_t>(s.Scales())), dmean, dx(x.size());
  EXPECT_OK(rn_channel_scale_forward(context, s.n, s.pixels, s.c, In(x), In(scale), In(residual), 1, Out(y)));
  EXPECT_OK(rn_channel_scale_backward(context, s.n, s.pixels, s.c, In(x), In(y), In(g), Out(g), Out(dscale)));
  for (size_t i = 0; i < dscale.size(); ++i) dmean.push_back(dscale[i] * slope[i]);
  EXPECT_OK(rn_channel_scale_backward_data(context, s.n, s.pixels, s.c, In(g), In(scale), In(dmean), Out(dx)));

  const auto of_x = [&](const Doubles& v) { return loss(v, residuals); };
  const auto of_residual = [&](const Doubles& v) { return loss(xs, v); };
  ExpectClose(dx, CentralDifferences(xs, of_x, 16 * kEpsilon), "dx");
  ExpectClose(g, CentralDifferences(residuals, of_residual, 0), "dresidual");
}

TEST_P(ChannelScaleTest, BackwardMatchesTheDefinition) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const Shape& s : kShapes) {
      const Guarded<T> x(Random(9).Elements<T>(s.Length())), y(Random(10).Elements<T>(s.Length()));
      const Guarded<T> dy(Random(11).Elements<T>(s.Length()));
      const Guarded<float> scale(Random(12).Floats(s.Scales())), dmean(Random(13).Floats(s.Scales()));
      for (const bool relu : {false, true}) {
        const Guarded<T> g(s.Length()), dx(s.Length());
        const Guarded<float> dscale(s.Scales());
        EXPECT_OK(rn_channel_scale_backward(context, s.n, s.pixels, s.c, In(x), relu ? In(y) : kNoIn, In(dy),
                                            Out(g), Out(dscale)));
        EXPECT_OK(
            rn_channel_scale_backward_data(context, s.n, s.pixels, s.c, In(g), In(scale), In(dmean), Out(dx)));
        std::vector<Expected> sums(static_cast<size_t>(s.Scales())), gradients;
        for (int64_t i = 0; i < s.Length(); ++i) {
          const double gated = relu && ToFloat(y[i]) <= 0 ? 0 : ToFloat(dy[i]);
          ASSERT_EQ(ToFloat(g[i]), gated);
          Expected& sum = sums[s.ScaleOf(i)];
          const double product = gated * ToFloat(x[i]);
          sum.value += product;
          // At most 256 pixels times the rows of a period are summed in single precision.
          sum.tolerance +=
              kEpsilon * (static_cast<double>(std::min<int64_t>(s.pixels, 256)) + 3) * std::abs(product);
          const double share = dmean[static_cast<int64_t>(s.ScaleOf(i))] / static_cast<double>(s.pixels);
          gradients.push_back({gated * scale[static_cast<int64_t>(s.ScaleOf(i))] + share, 4 * kEpsilon});
        }
        ExpectClose(dscale, sums, "dscale");
        ExpectClose(dx, gradients, "dx");
      }
    }
  });
}

TEST_P(ChannelScaleTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const Shape s{3, 900, 100};
    const std::vector<float> x = Random(14).Floats(s.Length()), scale = Random(15).Floats(s.Scales());
    std::vector<float> y(x.size()), g(x.size()), dscale(scale.size()), dx(x.size());
    EXPECT_OK(rn_channel_scale_forward(context, s.n, s.pixels, s.c, In(x), In(scale), kNoIn, 1, Out(y)));
    EXPECT_OK(rn_channel_scale_backward(context, s.n, s.pixels, s.c, In(x), In(y), In(x), Out(g), Out(dscale)));
    EXPECT_OK(rn_channel_scale_backward_data(context, s.n, s.pixels, s.c, In(g), In(scale), In(dscale), Out(dx)));
    return Joined(y, g, dscale, dx);
  });
}

struct ForwardCall {
  int64_t n = 2, pixels = 4;
  int32_t c = 3, relu = 1;
  std::vector<float> values = std::vector<float>(24, 1.0f), factors = std::vector<float>(6, 1.0f);
  std::vector<float> added = values, output = std::vector<float>(25, kUntouched);
  rn_const_buffer x = {values.data(), 24}, scale = {factors.data(), 6}, residual = {added.data(), 24};
  rn_buffer y = {output.data(), 24};
  rn_status Run(rn_context* context) {
    return rn_channel_scale_forward(context, n, pixels, c, x, scale, residual, relu, y);
  }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(ChannelScaleArguments, Forward) {
  using Call = ForwardCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.n = 0; },
      [](Call& c) { c.n = INT64_MAX; },
      [](Call& c) { c.pixels = -4; },
      [](Call& c) { c.c = 0; },
      [](Call& c) { c.relu = 2; },
      [](Call& c) { c.scale.data = c.y.data; },
      [](Call& c) { c.residual.data = c.y.data; },
      [](Call& c) { c.x.data = c.output.data() + 1; },
  };
  SpoilBuffer(spoils, &Call::x);
  SpoilBuffer(spoils, &Call::scale);
  SpoilBuffer(spoils, &Call::residual);
  SpoilBuffer(spoils, &Call::y);
  ExpectRejected(spoils);
}

struct BackwardCall {
  int64_t n = 2, pixels = 4;
  int32_t c = 3;
  std::vector<float> values = std::vector<float>(24, 1.0f), outputs = values, gradients = values;
  std::vector<float> gated = std::vector<float>(25, kUntouched), factors = std::vector<float>(7, kUntouched);
  rn_const_buffer x = {values.data(), 24}, y = {outputs.data(), 24}, dy = {gradients.data(), 24};
  rn_buffer dresidual = {gated.data(), 24}, dscale = {factors.data(), 6};
  rn_status Run(rn_context* context) {
    return rn_channel_scale_backward(context, n, pixels, c, x, y, dy, dresidual, dscale);
  }
  bool Untouched() const { return IsUntouched(gated) && IsUntouched(factors); }
};

TEST(ChannelScaleArguments, Backward) {
  using Call = BackwardCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.n = -1; },
      [](Call& c) { c.pixels = INT64_MAX; },
      [](Call& c) { c.c = -3; },
      [](Call& c) { c.x.data = c.dresidual.data; },
      [](Call& c) { c.y.data = c.dresidual.data; },
      [](Call& c) { c.dscale.data = c.gated.data() + 1; },
      [](Call& c) { c.dscale.data = c.gradients.data(); },
  };
  SpoilBuffer(spoils, &Call::x);
  SpoilBuffer(spoils, &Call::y);
  SpoilBuffer(spoils, &Call::dy);
  SpoilBuffer(spoils, &Call::dresidual);
  SpoilBuffer(spoils, &Call::dscale);
  ExpectRejected(spoils);
}

struct BackwardDataCall {
  int64_t n = 2, pixels = 4;
  int32_t c = 3;
  std::vector<float> gradients = std::vector<float>(24, 1.0f), factors = std::vector<float>(6, 1.0f),
                     means = factors;
  std::vector<float> output = std::vector<float>(25, kUntouched);
  rn_const_buffer g = {gradients.data(), 24}, scale = {factors.data(), 6}, dmean = {means.data(), 6};
  rn_buffer dx = {output.data(), 24};
  rn_status Run(rn_context* context) {
    return rn_channel_scale_backward_data(context, n, pixels, c, g, scale, dmean, dx);
  }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(ChannelScaleArguments, BackwardData) {
  using Call = BackwardDataCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.n = 0; },
      [](Call& c) { c.pixels = 0; },
      [](Call& c) { c.c = 0; },
      [](Call& c) { c.scale.data = c.dx.data; },
      [](Call& c) { c.dmean.data = c.dx.data; },
      [](Call& c) { c.g.data = c.output.data() + 1; },
  };
  SpoilBuffer(spoils, &Call::g);
  SpoilBuffer(spoils, &Call::scale);
  SpoilBuffer(spoils, &Call::dmean);
  SpoilBuffer(spoils, &Call::dx);
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
