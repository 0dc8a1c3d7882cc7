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

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

class ElementwiseTest : public PerIsa {};
RESNET_PER_ISA(ElementwiseTest);

// Lengths with every remainder of the vector loops, and with more than one task.
std::vector<int64_t> Lengths() {
  std::vector<int64_t> lengths;
  for (int64_t length = 0; length <= 70; ++length) lengths.push_back(length);
  lengths.push_back(200001);
  return lengths;
}

TEST_P(ElementwiseTest, ReluForward) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int64_t length : Lengths()) {
      const Guarded<T> x(Random(3).Elements<T>(length)), y(length);
      EXPECT_OK(rn_relu_forward(context, In(x), Out(y)));
      for (int64_t i = 0; i < length; ++i) ASSERT_EQ(ToFloat(y[i]), std::max(ToFloat(x[i]), 0.0f));
      EXPECT_OK(rn_relu_forward(context, In(x), Out(x)));
      EXPECT_TRUE(SameBits(x, y));
    }
  });
}

TEST_P(ElementwiseTest, ReluKeepsNanAndInfinity) {
  const TestContext context(1, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int64_t length = 3; length < 40; ++length) {
      std::vector<T> x(length, ToElement<T>(-1)), y(length);
      x[0] = ToElement<T>(kInfinity);
      x[1] = ToElement<T>(-kInfinity);
      x[length - 1] = ToElement<T>(kNan);
      EXPECT_OK(rn_relu_forward(context, In(x), Out(y)));
      EXPECT_EQ(ToFloat(y[0]), kInfinity);
      EXPECT_EQ(ToFloat(y[1]), 0);
      EXPECT_TRUE(std::isnan(ToFloat(y[length - 1])));
    }
  });
}

TEST_P(ElementwiseTest, ReluBackward) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int64_t length : Lengths()) {
      const Guarded<T> y(Random(4).Elements<T>(length)), dy(Random(5).Elements<T>(length)), dx(length);
      for (int64_t i = 0; i < length; i += 3) y[i] = T{};
      EXPECT_OK(rn_relu_backward(context, In(y), In(dy), Out(dx)));
      for (int64_t i = 0; i < length; ++i) ASSERT_EQ(ToFloat(dx[i]), ToFloat(y[i]) > 0 ? ToFloat(dy[i]) : 0);
      EXPECT_OK(rn_relu_backward(context, In(y), In(dy), Out(dy)));
      EXPECT_TRUE(SameBits(dy, dx));
    }
  });
}

TEST_P(ElementwiseTest, ReluBackwardAgreesWithCentralDifferences) {
  const TestContext context(1, GetParam());
  const std::vector<float> x = Random(6).Floats(40), dy = Random(7).Floats(40);
  for (float value : x) ASSERT_GT(std::abs(value), 1e-4);
  std::vector<float> y(40), dx(40);
  EXPECT_OK(rn_relu_forward(context, In(x), Out(y)));
  EXPECT_OK(rn_relu_backward(context, In(y), In(dy), Out(dx)));
  const auto loss = [&](Doubles v) {
    for (double& value : v) value = std::max(value, 0.0);
    return WeightedSum(dy, v);
  };
  ExpectClose(dx, CentralDifferences(ToDoubles(x), loss, kEpsilon), "dx");
}

TEST_P(ElementwiseTest, Add) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (int64_t length : Lengths()) {
      const Guarded<T> a(Random(8).Elements<T>(length)), b(Random(9).Elements<T>(length)), y(length);
      EXPECT_OK(rn_add(context, In(a), In(b), Out(y)));
      for (int64_t i = 0; i < length; ++i) {
        ASSERT_EQ(ToFloat(y[i]), ToFloat(ToElement<T>(ToFloat(a[i]) + ToFloat(b[i]))));
      }
      const Guarded<T> into_a(a.ToVector()), into_b(b.ToVector());
      EXPECT_OK(rn_add(context, In(into_a), In(b), Out(into_a)));
      EXPECT_OK(rn_add(context, In(a), In(into_b), Out(into_b)));
      EXPECT_TRUE(SameBits(into_a, y));
      EXPECT_TRUE(SameBits(into_b, y));
    }
  });
}

TEST_P(ElementwiseTest, AddsAnArrayToItself) {
  const TestContext context(1, GetParam());
  std::vector<float> a = {1, 2, 3};
  EXPECT_OK(rn_add(context, In(a), In(a), Out(a)));
  EXPECT_EQ(a, (std::vector<float>{2, 4, 6}));
}

struct ReluCall {
  std::vector<float> input = std::vector<float>(5, 1.0f), output = std::vector<float>(6, kUntouched);
  rn_const_buffer x = {input.data(), 5};
  rn_buffer y = {output.data(), 5};
  rn_status Run(rn_context* context) { return rn_relu_forward(context, x, y); }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(ElementwiseArguments, ReluForward) {
  std::vector<std::function<void(ReluCall&)>> spoils = {
      [](ReluCall& c) { c.x.data = Floats(c.y) + 1; },
      [](ReluCall& c) { c.x.length = c.y.length = -1; },
      [](ReluCall& c) { c.x.length = c.y.length = int64_t{1} << 40; },
  };
  SpoilBuffer(spoils, &ReluCall::x);
  SpoilBuffer(spoils, &ReluCall::y);
  ExpectRejected(spoils);
}

// Entries with two inputs and an output of the same length: relu_backward and add.
template <rn_status (*kEntry)(rn_context*, rn_const_buffer, rn_const_buffer, rn_buffer)>
struct BinaryCall {
  std::vector<float> input = std::vector<float>(5, 1.0f), output = std::vector<float>(6, kUntouched);
  rn_const_buffer a = {input.data(), 5}, b = {input.data(), 5};
  rn_buffer out = {output.data(), 5};
  rn_status Run(rn_context* context) { return kEntry(context, a, b, out); }
  bool Untouched() const { return IsUntouched(output); }
};

template <class Call>
std::vector<std::function<void(Call&)>> BinarySpoils() {
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.a.data = Floats(c.out) + 1; },
      [](Call& c) { c.b.data = Floats(c.out) + 1; },
  };
  SpoilBuffer(spoils, &Call::a);
  SpoilBuffer(spoils, &Call::b);
  SpoilBuffer(spoils, &Call::out);
  return spoils;
}

TEST(ElementwiseArguments, ReluBackward) {
  using Call = BinaryCall<rn_relu_backward>;
  auto spoils = BinarySpoils<Call>();
  spoils.push_back([](Call& c) { c.a.data = c.out.data; });  // dx must not be y
  ExpectRejected(spoils);
}

TEST(ElementwiseArguments, Add) { ExpectRejected(BinarySpoils<BinaryCall<rn_add>>()); }

}  // namespace
}  // namespace resnet
