// Int8 convolutions have the same bits as the formula on every instruction set.
#include <gtest/gtest.h>

#include <limits>
#include <string>
#include <vector>

#include "conv/conv_shapes.h"
#include "conv/int8_reference.h"
#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

class Int8ConvTest : public PerIsa {};
RESNET_PER_ISA(Int8ConvTest);

template <class T>
std::vector<T> Residual(Random& random, int64_t size) {
  if constexpr (std::is_same<T, uint8_t>::value) {
    return random.Bytes(size);
  } else {
    return random.Elements<T>(size, -3, 3);
  }
}

struct Packed {
  Packed(rn_context* context, const rn_conv2d_shape& shape, const std::vector<float>& weights)
      : words(Length(context, shape)), scales(shape.k) {
    EXPECT_OK(rn_conv2d_int8_pack(context, &shape, In(Guarded<float>(weights)), Out(words), Out(scales)));
  }
  static int64_t Length(rn_context* context, const rn_conv2d_shape& shape) {
    int64_t length = 0;
    EXPECT_OK(rn_conv2d_int8_packed_length(context, &shape, &length));
    return length;
  }

  Guarded<float> words, scales;
};

std::vector<rn_conv2d_shape> OfBytes(std::vector<rn_conv2d_shape> shapes) {
  for (rn_conv2d_shape& shape : shapes) shape.type = RN_UINT8;
  return shapes;
}

// One convolution with random data and its expected result.
class Case {
 public:
  Case(const rn_conv2d_shape& shape, int32_t zero, bool images, uint64_t seed)
      : shape_(shape), random_(seed), weights_(random_.Floats(WeightsSize(shape))) {
    // Makes uint8 outputs saturate at both ends.
    const auto products = static_cast<float>(int64_t{shape.kernel_h} * shape.kernel_w * GroupC(shape));
    scales_ = {0.031f, zero, 0.0173f, 0.004f * std::sqrt(products)};
    if (images) {
      images_ = random_.Floats(InputSize(shape), -5, 8);
      bytes_ = QuantizeImage(images_, scales_);
    } else {
      bytes_ = random_.Bytes(InputSize(shape));
    }
    quantized_ = QuantizeWeights(weights_, shape.k);
    sums_ = IntegerSums(shape, bytes_, zero, quantized_.values);
    bias_ = random_.Floats(shape.k);
  }

  const std::vector<float>& weights() const { return weights_; }
  const std::vector<float>& weight_scales() const { return quantized_.scales; }

  template <class ResidualT, class T>
  void Check(rn_context* context, const Packed& packed, bool with_bias, bool with_residual, bool relu) {
    const Guarded<ResidualT> residual(Residual<ResidualT>(random_, OutputSize(shape_)));
    std::vector<T> expected;
    for (int64_t i = 0; i < OutputSize(shape_); ++i) {
      const auto oc = static_cast<size_t>(i % shape_.k);
      const float scale = scales_.input_scale * quantized_.scales[oc];
      float value = static_cast<float>(sums_[static_cast<size_t>(i)]) * scale;
      if (with_bias) value = value + bias_[oc];
      if (with_residual) value = value + Real(residual[i]);
      if (relu && value < 0) value = 0;
      expected.push_back(ToOutput<T>(value, scales_.output_scale));
    }
    const Guarded<T> y(OutputSize(shape_));
    const Guarded<float> bias(bias_);
    EXPECT_OK(
        Run(context, packed, with_bias ? In(bias) : kNoIn, with_residual ? In(residual) : kNoIn, relu, Out(y)));
    EXPECT_TRUE(SameBits(y, expected));
  }

  rn_status Run(rn_context* context, const Packed& packed, rn_const_buffer bias, rn_const_buffer residual,
                bool relu, rn_buffer y) const {
    const Guarded<float> images(images_);
    const Guarded<uint8_t> bytes(bytes_);
    return rn_conv2d_int8_forward(context, &shape_, images_.empty() ? In(bytes) : In(images), &scales_,
                                  In(packed.words), In(packed.scales), bias, residual, relu ? 1 : 0, y);
  }

 private:
  float Real(uint8_t value) const { return static_cast<float>(value) * scales_.residual_scale; }
  static float Real(float value) { return value; }
  static float Real(BFloat16 value) { return ToFloat(value); }

  rn_conv2d_shape shape_;
  Random random_;
  std::vector<float> weights_, images_, bias_;
  std::vector<uint8_t> bytes_;
  rn_int8_scales scales_;
  QuantizedWeights quantized_;
  std::vector<int64_t> sums_;
};

TEST_P(Int8ConvTest, Forward) {
  const TestContext context(2, GetParam());
  uint64_t seed = 0;
  for (const rn_conv2d_shape& shape : OfBytes(TestShapes())) {
    SCOPED_TRACE(ToString(shape));
    ++seed;
    const int32_t zero = static_cast<int32_t>(seed * 37 % 256);
    const bool images = seed % 3 == 1;
    Case test(shape, seed % 2 == 0 ? 0 : zero, images, seed);
    const Packed packed(context, shape, test.weights());
    EXPECT_TRUE(SameBits(packed.scales, test.weight_scales()));
    test.Check<uint8_t, uint8_t>(context, packed, true, false, true);
    test.Check<uint8_t, float>(context, packed, false, false, false);
    if (HasFailure()) return;
  }
}

TEST_P(Int8ConvTest, AnyNumberOfChannels) {
  const TestContext context(2, GetParam());
  for (int32_t channels = 1; channels <= 70; ++channels) {
    SCOPED_TRACE(channels);
    for (bool images : {false, true}) {
      for (rn_conv2d_shape shape : OfBytes({{2, 5, 4, channels, 71 - channels, 3, 3, 1, 1, 1, 1},
                                            {2, 4, 5, channels, 5, 1, 1, 1, 1, 0, 0},
                                            {1, 5, 5, 3, channels, 3, 3, 2, 2, 1, 1}})) {
        Case test(shape, 113, images, static_cast<uint64_t>(channels));
        const Packed packed(context, shape, test.weights());
        test.Check<uint8_t, uint8_t>(context, packed, true, true, true);
        if (HasFailure()) return;
      }
    }
  }
}

TEST_P(Int8ConvTest, EveryEpilogue) {
  const TestContext context(2, GetParam());
  for (const rn_conv2d_shape& shape :
       OfBytes({{2, 7, 7, 8, 32, 3, 3, 1, 1, 1, 1}, {1, 6, 6, 20, 37, 1, 1, 1, 1, 0, 0}})) {
    SCOPED_TRACE(ToString(shape));
    Case test(shape, 9, false, 3);
    const Packed packed(context, shape, test.weights());
    for (int variant = 0; variant < 8; ++variant) {
      SCOPED_TRACE("variant " + std::to_string(variant));
      const bool bias = (variant & 1) != 0, residual = (variant & 2) != 0, relu = (variant & 4) != 0;
      test.Check<uint8_t, uint8_t>(context, packed, bias, residual, relu);
      test.Check<uint8_t, float>(context, packed, bias, residual, relu);
      test.Check<uint8_t, BFloat16>(context, packed, bias, residual, relu);
      test.Check<float, uint8_t>(context, packed, bias, residual, relu);
      test.Check<float, float>(context, packed, bias, residual, relu);
      test.Check<float, BFloat16>(context, packed, bias, residual, relu);
      test.Check<BFloat16, uint8_t>(context, packed, bias, residual, relu);
      test.Check<BFloat16, float>(context, packed, bias, residual, relu);
      test.Check<BFloat16, BFloat16>(context, packed, bias, residual, relu);
    }
  }
}

// The largest possible sums: 65536 products of 255 and 127.
TEST_P(Int8ConvTest, SumsDoNotOverflow) {
  const TestContext context(1, GetParam());
  const rn_conv2d_shape shape = OfBytes({{1, 4, 4, 4096, 2, 4, 4, 1, 1, 0, 0}})[0];
  std::vector<float> weights(static_cast<size_t>(WeightsSize(shape)), 1.0f);
  for (size_t i = 1; i < weights.size(); i += 2) weights[i] = -1;
  const Packed packed(context, shape, weights);
  for (int32_t zero : {0, 255}) {
    const Guarded<uint8_t> x(std::vector<uint8_t>(static_cast<size_t>(InputSize(shape)), zero == 0 ? 255 : 0));
    const Guarded<float> y(2);
    const rn_int8_scales scales{127, zero, 1, 1};
    EXPECT_OK(rn_conv2d_int8_forward(context, &shape, In(x), &scales, In(packed.words), In(packed.scales), kNoIn,
                                     kNoIn, 0, Out(y)));
    const float sum = 65536.0f * 255 * 127 * (zero == 0 ? 1 : -1);
    EXPECT_EQ(y[0], sum);
    EXPECT_EQ(y[1], -sum);
  }
}

// A pointwise convolution of one channel with a weight that becomes 127, and scales whose product is 1 / 2: v is
// half the byte plus a bias.
TEST_P(Int8ConvTest, RoundsTiesToEvenAndSaturates) {
  const TestContext context(1, GetParam());
  const rn_conv2d_shape shape = OfBytes({{256, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0}})[0];
  const Packed packed(context, shape, {127.0f});
  ASSERT_EQ(packed.scales[0], 1);
  std::vector<uint8_t> all;
  for (int i = 0; i < 256; ++i) all.push_back(static_cast<uint8_t>(i));
  const Guarded<uint8_t> x(all), y(256);
  const Guarded<float> bias(std::vector<float>{-30.0f});
  const rn_int8_scales scales{1, 0, 1, 254};  // v / output_scale = q / 2 - 30 / 254
  EXPECT_OK(rn_conv2d_int8_forward(context, &shape, In(x), &scales, In(packed.words), In(packed.scales), kNoIn,
                                   kNoIn, 0, Out(y)));
  for (int i = 0; i < 256; ++i) EXPECT_EQ(y[i], i % 4 == 3 ? (i + 1) / 2 : i / 2) << i;
  const rn_int8_scales fine{1, 128, 1, 32};  // far beyond both ends
  EXPECT_OK(rn_conv2d_int8_forward(context, &shape, In(x), &fine, In(packed.words), In(packed.scales), In(bias),
                                   kNoIn, 0, Out(y)));
  for (int i = 0; i < 256; ++i) {
    EXPECT_EQ(y[i], ToByte((static_cast<float>(i - 128) * 127 - 30) / 32)) << i;
  }
}

TEST_P(Int8ConvTest, NaNIsZeroInUint8AndNaNInFloats) {
  const TestContext context(1, GetParam());
  const rn_conv2d_shape shape = OfBytes({{1, 1, 1, 4, 20, 1, 1, 1, 1, 0, 0}})[0];
  const Packed packed(context, shape, std::vector<float>(80, 1.0f));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const Guarded<float> residual(std::vector<float>(20, nan)), images(std::vector<float>(4, nan)), floats(20);
  const Guarded<uint8_t> bytes(20);
  const rn_int8_scales scales{1, 0, 1, 1};
  const auto run = [&](rn_const_buffer with_residual, int32_t relu, rn_buffer y) {
    EXPECT_OK(rn_conv2d_int8_forward(context, &shape, In(images), &scales, In(packed.words), In(packed.scales),
                                     kNoIn, with_residual, relu, y));
  };
  for (int32_t relu : {0, 1}) {
    run(In(residual), relu, Out(floats));
    for (float value : floats) EXPECT_TRUE(std::isnan(value));
    run(kNoIn, relu, Out(floats));
    for (float value : floats) EXPECT_EQ(value, 0);
    std::fill(bytes.begin(), bytes.end(), uint8_t{7});
    run(In(residual), relu, Out(bytes));
    for (uint8_t value : bytes) EXPECT_EQ(value, 0);
  }
}

TEST_P(Int8ConvTest, ZeroChannelsHaveScaleOne) {
  const TestContext context(1, GetParam());
  const rn_conv2d_shape shape = OfBytes({{1, 1, 1, 3, 2, 1, 1, 1, 1, 0, 0}})[0];
  const Packed packed(context, shape, {0, 2, -0.0f, -254, 0, 1});
  EXPECT_EQ(packed.scales[0], 1);
  EXPECT_EQ(packed.scales[1], 2);
  // 1 / 2 is rounded to the even 0.
  const Guarded<uint8_t> x(std::vector<uint8_t>{10, 1, 200});
  const Guarded<float> y(2);
  const rn_int8_scales scales{1, 0, 1, 1};
  EXPECT_OK(rn_conv2d_int8_forward(context, &shape, In(x), &scales, In(packed.words), In(packed.scales), kNoIn,
                                   kNoIn, 0, Out(y)));
  EXPECT_EQ(y[0], 0);
  EXPECT_EQ(y[1], 2 * (10 * 1 - 127));
}

TEST_P(Int8ConvTest, SameBitsAtAnyThreadCount) {
  for (const rn_conv2d_shape& shape : OfBytes({{24, 16, 16, 16, 32, 3, 3, 2, 2, 1, 1},
                                               {40, 8, 8, 32, 32, 3, 3, 1, 1, 1, 1},
                                               {30, 7, 9, 130, 48, 1, 1, 1, 1, 0, 0},
                                               {24, 9, 9, 64, 64, 3, 3, 1, 1, 1, 1, 0, 0, 16}})) {
    SCOPED_TRACE(ToString(shape));
    const Case test(shape, 77, false, 5);
    ExpectSameAtAnyThreadCount(GetParam(), [&](const TestContext& context) {
      const Packed packed(context, shape, test.weights());
      std::vector<float> y(static_cast<size_t>(OutputSize(shape)));
      EXPECT_OK(test.Run(context, packed, kNoIn, kNoIn, false, Out(y)));
      return Joined(y, packed.words, packed.scales);
    });
  }
}

TEST_P(Int8ConvTest, PackedWeightsServeAnyBatch) {
  const TestContext context(1, GetParam());
  Random random;
  for (rn_conv2d_shape shape : OfBytes(AdversarialShapes())) {
    const std::vector<float> weights = random.Floats(WeightsSize(shape));
    shape.n = 1;
    const Packed one(context, shape, weights);
    shape.n = 1000;
    const Packed many(context, shape, weights);
    EXPECT_TRUE(SameBits(one.words, many.words)) << ToString(shape);
  }
}

}  // namespace
}  // namespace resnet
