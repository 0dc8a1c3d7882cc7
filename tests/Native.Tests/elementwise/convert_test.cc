#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/rejection.h"

namespace resnet {
namespace {

class ConvertTest : public PerIsa {};
RESNET_PER_ISA(ConvertTest);

float FromBits(uint32_t bits) {
  float value;
  std::memcpy(&value, &bits, sizeof(value));
  return value;
}

// Rounds the values and compares them with the definition. NaN must stay NaN of the same sign.
void ExpectRounded(rn_context* context, const std::vector<float>& values) {
  const Guarded<float> x(values);
  const Guarded<BFloat16> y(x.size());
  EXPECT_OK(rn_convert(context, In(x), Out(y)));
  for (int64_t i = 0; i < x.size(); ++i) {
    if (std::isnan(x[i])) {
      ASSERT_TRUE(std::isnan(ToFloat(y[i]))) << i;
      ASSERT_EQ(std::signbit(ToFloat(y[i])), std::signbit(x[i])) << i;
    } else {
      ASSERT_EQ(y[i].bits, ToElement<BFloat16>(x[i]).bits) << x[i];
    }
  }
}

TEST_P(ConvertTest, RoundTripsEveryBFloat16) {
  const TestContext context(2, GetParam());
  std::vector<BFloat16> all(1 << 16);
  for (uint32_t bits = 0; bits < all.size(); ++bits) all[bits].bits = static_cast<uint16_t>(bits);
  std::vector<float> widened(all.size());
  std::vector<BFloat16> back(all.size());
  EXPECT_OK(rn_convert(context, In(all), Out(widened)));
  EXPECT_OK(rn_convert(context, In(widened), Out(back)));
  for (size_t i = 0; i < all.size(); ++i) {
    const float value = ToFloat(all[i]);
    ASSERT_TRUE(std::memcmp(&value, &widened[i], sizeof(value)) == 0) << i;
    // A signaling NaN becomes quiet.
    ASSERT_EQ(back[i].bits, std::isnan(value) ? all[i].bits | 0x40 : all[i].bits) << i;
  }
}

TEST_P(ConvertTest, RoundsToNearestEven) {
  const TestContext context(2, GetParam());
  // Every bfloat16 number, every tie and its neighbors, including denormals, overflow and NaN.
  std::vector<float> values;
  for (uint32_t upper = 0; upper < 1 << 16; ++upper) {
    for (uint32_t lower : {0u, 1u, 0x7fffu, 0x8000u, 0x8001u, 0xffffu})
      values.push_back(FromBits(upper << 16 | lower));
  }
  ExpectRounded(context, values);
}

TEST_P(ConvertTest, AnyLength) {
  const TestContext context(2, GetParam());
  for (int64_t length = 0; length <= 70; ++length) {
    const std::vector<float> values = Random(1).Floats(length);
    ExpectRounded(context, values);
    const Guarded<float> x(values), copy(length), widened(length);
    EXPECT_OK(rn_convert(context, In(x), Out(copy)));
    EXPECT_TRUE(SameBits(copy, values));
    const Guarded<BFloat16> halves(ToElements<BFloat16>(values)), half_copy(length);
    EXPECT_OK(rn_convert(context, In(halves), Out(half_copy)));
    EXPECT_TRUE(SameBits(half_copy, halves));
    EXPECT_OK(rn_convert(context, In(halves), Out(widened)));
    for (int64_t i = 0; i < length; ++i) ASSERT_EQ(widened[i], ToFloat(halves[i]));
  }
}

struct ConvertCall {
  std::vector<float> input = std::vector<float>(6, 1.0f), output = std::vector<float>(6, kUntouched);
  rn_const_buffer x = {input.data(), 5};
  rn_buffer y = {output.data(), 5};
  rn_status Run(rn_context* context) { return rn_convert(context, x, y); }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(ConvertArguments, Convert) {
  std::vector<std::function<void(ConvertCall&)>> spoils = {
      [](ConvertCall& c) { c.x.data = c.y.data; },
      [](ConvertCall& c) { c.x.length = c.y.length = int64_t{1} << 40; },
  };
  SpoilBufferOfAnyType(spoils, &ConvertCall::x);
  SpoilBufferOfAnyType(spoils, &ConvertCall::y);
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
