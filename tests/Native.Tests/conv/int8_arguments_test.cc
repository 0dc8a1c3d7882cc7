// The argument checks of int8 convolutions.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "conv/conv_reference.h"
#include "support/rejection.h"

namespace resnet {
namespace {

rn_conv2d_shape Shape() {
  rn_conv2d_shape shape{2, 5, 6, 3, 4, 3, 3, 2, 1, 1, 1};
  shape.type = RN_UINT8;
  return shape;
}

// All entries check the shape.
template <class Call>
void SpoilShape(std::vector<std::function<void(Call&)>>& spoils) {
  spoils.push_back([](Call& call) { call.shape_pointer = nullptr; });
  for (int32_t type : {-1, int32_t{RN_FLOAT32}, int32_t{RN_BFLOAT16}, 3}) {
    spoils.push_back([=](Call& call) { call.shape.type = type; });
  }
  for (int32_t algorithm : {-1, 2}) spoils.push_back([=](Call& call) { call.shape.algorithm = algorithm; });
  spoils.push_back([](Call& call) { call.shape.n = 0; });
  spoils.push_back([](Call& call) { call.shape.k = -1; });
  spoils.push_back([](Call& call) { call.shape.stride_w = 0; });
  spoils.push_back([](Call& call) { call.shape.pad_h = 3; });
  spoils.push_back([](Call& call) { call.shape.kernel_w = 9; });
  spoils.push_back([](Call& call) { call.shape.c = 65536 / 9 + 1; });
}

struct LengthCall {
  rn_conv2d_shape shape = Shape();
  const rn_conv2d_shape* shape_pointer = &shape;
  int64_t value = -1;
  int64_t* length = &value;

  LengthCall() = default;
  LengthCall(const LengthCall&) = delete;
  rn_status Run(rn_context* context) { return rn_conv2d_int8_packed_length(context, shape_pointer, length); }
  bool Untouched() const { return value == -1; }
};

int64_t PackedLength() {
  LengthCall call;
  EXPECT_OK(call.Run(TestContext(2)));
  return call.value;
}

TEST(Int8ConvArguments, PackedLength) {
  std::vector<std::function<void(LengthCall&)>> spoils;
  SpoilShape(spoils);
  spoils.push_back([](LengthCall& call) { call.length = nullptr; });
  ExpectRejected<LengthCall>(spoils);
}

struct PackCall {
  rn_conv2d_shape shape = Shape();
  const rn_conv2d_shape* shape_pointer = &shape;
  std::vector<float> weight_values = std::vector<float>(static_cast<size_t>(WeightsSize(shape)), 1.0f);
  std::vector<float> packed_values = std::vector<float>(static_cast<size_t>(PackedLength()), kUntouched);
  std::vector<float> scale_values = std::vector<float>(4, kUntouched);
  rn_const_buffer weights = In(weight_values);
  rn_buffer packed = Out(packed_values), weight_scale = Out(scale_values);

  PackCall() = default;
  PackCall(const PackCall&) = delete;
  rn_status Run(rn_context* context) {
    return rn_conv2d_int8_pack(context, shape_pointer, weights, packed, weight_scale);
  }
  bool Untouched() const { return IsUntouched(packed_values) && IsUntouched(scale_values); }
};

TEST(Int8ConvArguments, Pack) {
  std::vector<std::function<void(PackCall&)>> spoils;
  SpoilShape(spoils);
  SpoilBuffer(spoils, &PackCall::weights);
  SpoilBuffer(spoils, &PackCall::packed);
  SpoilBuffer(spoils, &PackCall::weight_scale);
  for (float bad : {INFINITY, -INFINITY, NAN}) {
    spoils.push_back([=](PackCall& call) { call.weight_values[50] = bad; });
  }
  spoils.push_back([](PackCall& call) { call.weight_scale.data = call.packed_values.data(); });
  ExpectRejected<PackCall>(spoils);
}

struct ForwardCall {
  rn_conv2d_shape shape = Shape();
  const rn_conv2d_shape* shape_pointer = &shape;
  rn_int8_scales scale_values{0.1f, 3, 0.2f, 0.3f};
  const rn_int8_scales* scales = &scale_values;
  std::vector<uint8_t> x_values = std::vector<uint8_t>(static_cast<size_t>(InputSize(shape)));
  std::vector<uint8_t> y_values = std::vector<uint8_t>(static_cast<size_t>(OutputSize(shape)), 77);
  std::vector<uint8_t> residual_values = y_values;
  std::vector<float> packed_values = std::vector<float>(static_cast<size_t>(PackedLength()));
  std::vector<float> weight_scale_values = std::vector<float>(4), bias_values = weight_scale_values;
  rn_const_buffer x = In(x_values), packed = In(packed_values), weight_scale = In(weight_scale_values),
                  bias = In(bias_values), residual = In(residual_values);
  int32_t relu = 0;
  rn_buffer y = Out(y_values);

  ForwardCall() { residual_values.assign(y_values.size(), 1); }
  ForwardCall(const ForwardCall&) = delete;
  rn_status Run(rn_context* context) {
    return rn_conv2d_int8_forward(context, shape_pointer, x, scales, packed, weight_scale, bias, residual, relu, y);
  }
  bool Untouched() const {
    return std::all_of(y_values.begin(), y_values.end(), [](uint8_t value) { return value == 77; });
  }
};

TEST(Int8ConvArguments, Forward) {
  std::vector<std::function<void(ForwardCall&)>> spoils;
  SpoilShape(spoils);
  SpoilBuffer(spoils, &ForwardCall::packed);
  SpoilBuffer(spoils, &ForwardCall::weight_scale);
  SpoilBuffer(spoils, &ForwardCall::bias);
  constexpr bool kBytes = true;
  SpoilBufferOfAnyType(spoils, &ForwardCall::x, kBytes);
  SpoilBufferOfAnyType(spoils, &ForwardCall::residual, kBytes);
  SpoilBufferOfAnyType(spoils, &ForwardCall::y, kBytes);
  spoils.push_back([](ForwardCall& call) { call.x.type = RN_BFLOAT16; });
  spoils.push_back([](ForwardCall& call) { call.relu = 2; });
  spoils.push_back([](ForwardCall& call) { call.y.data = call.x_values.data(); });
  spoils.push_back([](ForwardCall& call) { call.y.data = call.residual_values.data(); });
  spoils.push_back([](ForwardCall& call) { call.scales = nullptr; });
  spoils.push_back([](ForwardCall& call) { call.scale_values.input_zero = -1; });
  spoils.push_back([](ForwardCall& call) { call.scale_values.input_zero = 256; });
  for (float bad : {0.0f, -1.0f, INFINITY, NAN, 1e-42f}) {
    spoils.push_back([=](ForwardCall& call) { call.scale_values.input_scale = bad; });
    spoils.push_back([=](ForwardCall& call) { call.scale_values.residual_scale = bad; });
    spoils.push_back([=](ForwardCall& call) { call.scale_values.output_scale = bad; });
  }
  ExpectRejected<ForwardCall>(spoils);
}

// Scales are ignored if they belong to a tensor that is not uint8.
TEST(Int8ConvArguments, UnusedScales) {
  const TestContext context(1);
  ForwardCall call;
  std::vector<float> residual(call.y_values.size()), y(residual);
  call.residual = In(residual);
  call.y = Out(y);
  call.scale_values.residual_scale = call.scale_values.output_scale = 0;
  EXPECT_OK(call.Run(context));
}

// The entries for other types reject uint8.
TEST(Int8ConvArguments, OtherEntriesRejectUint8) {
  const TestContext context(1);
  std::vector<uint8_t> bytes(6), more(6);
  std::vector<float> floats(6);
  EXPECT_INVALID(rn_relu_forward(context, In(bytes), Out(more)));
  EXPECT_INVALID(rn_relu_backward(context, In(bytes), In(bytes), Out(more)));
  EXPECT_INVALID(rn_add(context, In(bytes), In(bytes), Out(more)));
  EXPECT_INVALID(rn_convert(context, In(bytes), Out(floats)));
  EXPECT_INVALID(rn_convert(context, In(floats), Out(bytes)));
  EXPECT_INVALID(rn_global_average_pool_backward(context, 1, 1, 6, In(floats), Out(bytes)));
  const rn_shortcut_shape shape{1, 1, 1, 6, 6, 1};
  EXPECT_INVALID(rn_shortcut_backward(context, &shape, In(bytes), Out(more)));
  EXPECT_EQ(more, bytes);
}

}  // namespace
}  // namespace resnet
