#include <gtest/gtest.h>

#include "support/compare.h"
#include "support/context.h"
#include "support/gradient.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/rejection.h"

namespace resnet {
namespace {

int64_t InLength(const rn_shortcut_shape& s) { return s.n * s.h * s.w * s.in_channels; }
int64_t OutH(const rn_shortcut_shape& s) { return (s.h - 1) / s.stride + 1; }
int64_t OutW(const rn_shortcut_shape& s) { return (s.w - 1) / s.stride + 1; }
int64_t OutLength(const rn_shortcut_shape& s) { return s.n * OutH(s) * OutW(s) * s.out_channels; }

// The definition, for any type.
template <class Numbers>
Numbers Forward(const rn_shortcut_shape& s, const Numbers& x) {
  Numbers y;
  for (int64_t n = 0; n < s.n; ++n) {
    for (int64_t oy = 0; oy < OutH(s); ++oy) {
      for (int64_t ox = 0; ox < OutW(s); ++ox) {
        for (int64_t c = 0; c < s.out_channels; ++c) {
          const int64_t from = ((n * s.h + oy * s.stride) * s.w + ox * s.stride) * s.in_channels + c;
          y.push_back(c < s.in_channels ? x[from] : typename Numbers::value_type{});
        }
      }
    }
  }
  return y;
}

const rn_shortcut_shape kShapes[] = {
    {2, 32, 32, 16, 32, 2}, {3, 7, 5, 3, 3, 1},   {1, 1, 1, 1, 17, 4},     {2, 8, 9, 15, 16, 2},
    {1, 9, 8, 17, 100, 3},  {5, 4, 6, 16, 64, 7}, {70, 32, 33, 16, 32, 2},
};

class ShortcutTest : public PerIsa {};
RESNET_PER_ISA(ShortcutTest);

TEST_P(ShortcutTest, ForwardMatchesTheDefinition) {
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const rn_shortcut_shape& shape : kShapes) {
      const Guarded<T> x(Random(1).Elements<T>(InLength(shape)));
      const std::vector<T> expected = Forward(shape, x.ToVector());
      ExpectSameAtAnyThreadCount(GetParam(), [&](rn_context* context) {
        const Guarded<T> y(Random(2).Elements<T>(OutLength(shape)));
        EXPECT_OK(rn_shortcut_forward(context, &shape, In(x), Out(y)));
        EXPECT_TRUE(SameBits(y, expected));
        return y.ToVector();
      });
    }
  });
}

TEST_P(ShortcutTest, ForwardAcceptsUint8) {
  const TestContext context(2, GetParam());
  for (const rn_shortcut_shape& shape : kShapes) {
    const Guarded<uint8_t> x(Random(1).Bytes(InLength(shape))), y(Random(2).Bytes(OutLength(shape)));
    EXPECT_OK(rn_shortcut_forward(context, &shape, In(x), Out(y)));
    EXPECT_TRUE(SameBits(y, Forward(shape, x.ToVector())));
  }
}

TEST_P(ShortcutTest, BackwardIsTheTranspose) {
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const rn_shortcut_shape& shape : kShapes) {
      // Each output equals one input or is zero, and each input goes to at most one output. Numbered inputs show
      // which.
      std::vector<double> numbers(InLength(shape));
      for (size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<double>(i + 1);
      const std::vector<double> sources = Forward(shape, numbers);
      const Guarded<T> dy(Random(3).Elements<T>(OutLength(shape)));
      std::vector<T> expected(InLength(shape));
      for (size_t o = 0; o < sources.size(); ++o) {
        if (sources[o] > 0) expected[static_cast<size_t>(sources[o]) - 1] = dy[static_cast<int64_t>(o)];
      }
      ExpectSameAtAnyThreadCount(GetParam(), [&](rn_context* context) {
        const Guarded<T> dx(Random(4).Elements<T>(InLength(shape)));
        EXPECT_OK(rn_shortcut_backward(context, &shape, In(dy), Out(dx)));
        EXPECT_TRUE(SameBits(dx, expected));
        return dx.ToVector();
      });
    }
  });
}

TEST_P(ShortcutTest, BackwardAgreesWithCentralDifferences) {
  const TestContext context(2, GetParam());
  const rn_shortcut_shape shape = {2, 5, 4, 2, 5, 2};
  const std::vector<float> x = Random(5).Floats(InLength(shape)), dy = Random(6).Floats(OutLength(shape));
  std::vector<float> dx(x.size());
  EXPECT_OK(rn_shortcut_backward(context, &shape, In(dy), Out(dx)));
  const auto loss = [&](const Doubles& v) { return WeightedSum(dy, Forward(shape, v)); };
  ExpectClose(dx, CentralDifferences(ToDoubles(x), loss, kEpsilon), "dx");
}

// 2 images of 3x3 with 2 channels, to 2x2 with 3. The entry determines which of the two is the input.
template <bool kForward>
struct ShortcutCall {
  rn_shortcut_shape shape = {2, 3, 3, 2, 3, 2};
  const rn_shortcut_shape* shape_pointer = &shape;
  std::vector<float> input = std::vector<float>(36, 1.0f), output = std::vector<float>(37, kUntouched);
  rn_const_buffer in = {input.data(), kForward ? 36 : 24};
  rn_buffer out = {output.data(), kForward ? 24 : 36};
  rn_status Run(rn_context* context) {
    return kForward ? rn_shortcut_forward(context, shape_pointer, in, out)
                    : rn_shortcut_backward(context, shape_pointer, in, out);
  }
  bool Untouched() const { return IsUntouched(output); }
};

template <class Call>
void ExpectShortcutRejected() {
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.shape_pointer = nullptr; },
      [](Call& c) { c.shape.n = 0; },
      [](Call& c) { c.shape.n = INT64_MAX; },
      [](Call& c) { c.shape.h = 0; },
      [](Call& c) { c.shape.w = -3; },
      [](Call& c) { c.shape.in_channels = 0; },
      [](Call& c) { c.shape.out_channels = 1; },
      [](Call& c) { c.shape.stride = 0; },
      [](Call& c) { c.shape.stride = -2; },
      [](Call& c) { c.in.data = c.out.data; },
      [](Call& c) { c.in.data = Floats(c.out) + 1; },
  };
  SpoilBuffer(spoils, &Call::in);
  SpoilBuffer(spoils, &Call::out);
  ExpectRejected(spoils);
}

TEST(ShortcutArguments, Forward) { ExpectShortcutRejected<ShortcutCall<true>>(); }
TEST(ShortcutArguments, Backward) { ExpectShortcutRejected<ShortcutCall<false>>(); }

}  // namespace
}  // namespace resnet
