// The argument checks of the entries for convolutions: every invalid argument results in RN_INVALID_ARGUMENT and a
// message, and leaves the outputs unmodified.
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "conv/conv_reference.h"
#include "support/context.h"
#include "support/guarded.h"

namespace resnet {
namespace {

constexpr rn_conv2d_shape kShape{2, 5, 6, 3, 4, 3, 3, 2, 1, 1, 1};

// Buffers of the lengths that kShape requires, the outputs filled with sevens.
struct Arguments {
  TestContext context;
  std::vector<float> x, y, residual, weights, bias, forward, backward;

  Arguments()
      : x(static_cast<size_t>(InputSize(kShape)), 7.0f),
        y(static_cast<size_t>(OutputSize(kShape)), 7.0f),
        residual(y),
        weights(static_cast<size_t>(WeightsSize(kShape)), 7.0f),
        bias(static_cast<size_t>(kShape.k), 7.0f) {
    forward = Packed(kShape, RN_PASS_FORWARD);
    backward = Packed(kShape, RN_PASS_BACKWARD_DATA);
  }

  std::vector<float> Packed(const rn_conv2d_shape& shape, int32_t pass) {
    int64_t length = 0;
    EXPECT_OK(rn_conv2d_packed_length(context, &shape, pass, &length));
    return std::vector<float>(static_cast<size_t>(length), 7.0f);
  }

  // Calls all five entries that compute or pack with `shape`, and expects each to reject it.
  void ExpectAllInvalid(const rn_conv2d_shape* shape) {
    int64_t length = -1;
    EXPECT_INVALID(rn_conv2d_packed_length(context, shape, RN_PASS_FORWARD, &length));
    EXPECT_INVALID(rn_conv2d_packed_length(context, shape, RN_PASS_BACKWARD_DATA, &length));
    EXPECT_EQ(length, -1);
    EXPECT_INVALID(rn_conv2d_pack(context, shape, RN_PASS_FORWARD, In(weights), Out(forward)));
    EXPECT_INVALID(rn_conv2d_pack(context, shape, RN_PASS_BACKWARD_DATA, In(weights), Out(backward)));
    EXPECT_INVALID(rn_conv2d_forward(context, shape, In(x), In(forward), kNoIn, kNoIn, 0, Out(y)));
    EXPECT_INVALID(rn_conv2d_backward_data(context, shape, In(y), In(backward), 0, Out(x)));
    EXPECT_INVALID(rn_conv2d_backward_weights(context, shape, In(x), In(y), Out(weights)));
    ExpectUntouched();
  }

  void ExpectUntouched() {
    for (const auto* buffer : {&x, &y, &weights, &forward, &backward}) {
      EXPECT_TRUE(std::all_of(buffer->begin(), buffer->end(), [](float value) { return value == 7.0f; }));
    }
  }
};

TEST(ConvArguments, Shapes) {
  Arguments arguments;
  arguments.ExpectAllInvalid(nullptr);
  const auto refuse = [&](auto change) {
    rn_conv2d_shape shape = kShape;
    change(shape);
    SCOPED_TRACE(ToString(shape.stride_h > 0 && shape.stride_w > 0 ? shape : kShape));
    arguments.ExpectAllInvalid(&shape);
  };
  for (int32_t bad : {0, -1, INT32_MIN}) {
    refuse([&](rn_conv2d_shape& s) { s.n = bad; });
    refuse([&](rn_conv2d_shape& s) { s.h = bad; });
    refuse([&](rn_conv2d_shape& s) { s.w = bad; });
    refuse([&](rn_conv2d_shape& s) { s.c = bad; });
    refuse([&](rn_conv2d_shape& s) { s.k = bad; });
    refuse([&](rn_conv2d_shape& s) { s.kernel_h = bad; });
    refuse([&](rn_conv2d_shape& s) { s.kernel_w = bad; });
    refuse([&](rn_conv2d_shape& s) { s.stride_h = bad; });
    refuse([&](rn_conv2d_shape& s) { s.stride_w = bad; });
  }
  for (int32_t bad : {-1, 2, 3, 4, INT32_MAX}) refuse([&](rn_conv2d_shape& s) { s.groups = bad; });
  refuse([](rn_conv2d_shape& s) { s.pad_h = -1; });
  refuse([](rn_conv2d_shape& s) { s.pad_w = -1; });
  refuse([](rn_conv2d_shape& s) { s.pad_h = 3; });
  refuse([](rn_conv2d_shape& s) { s.pad_w = 3; });
  refuse([](rn_conv2d_shape& s) { s.pad_h = INT32_MAX; });
  for (int32_t bad : {257, 1 << 20, INT32_MAX}) {
    refuse([&](rn_conv2d_shape& s) { s.stride_h = s.stride_w = bad; });
    refuse([&](rn_conv2d_shape& s) { s.stride_w = bad; });
  }
  refuse([](rn_conv2d_shape& s) { s.kernel_h = 8; });
  refuse([](rn_conv2d_shape& s) { s.kernel_w = 9; });
}

TEST(ConvArguments, SizesThatOverflow) {
  Arguments arguments;
  const auto refuse = [&](rn_conv2d_shape shape) { arguments.ExpectAllInvalid(&shape); };
  constexpr int32_t kMax = INT32_MAX;
  refuse({INT64_MAX, 5, 6, 3, 4, 3, 3, 2, 1, 1, 1});
  refuse({1, kMax, kMax, kMax, 1, 1, 1, 1, 1, 0, 0});
  refuse({1, 1, 1, kMax, kMax, 1, 1, 1, 1, 0, 0});
  refuse({1, kMax, kMax, 1, 1, kMax, kMax, kMax, kMax, kMax - 1, kMax - 1});
  refuse({int64_t{1} << 39, 1, 1, 1, 2, 1, 1, 1, 1, 0, 0});
}

TEST(ConvArguments, Lengths) {
  Arguments a;
  const auto shorter = [](const std::vector<float>& v) {
    return rn_const_buffer{v.data(), static_cast<int64_t>(v.size()) - 1};
  };
  const auto shorter_out = [](std::vector<float>& v) {
    return rn_buffer{v.data(), static_cast<int64_t>(v.size()) - 1};
  };
  const auto null = [](const std::vector<float>& v) {
    return rn_const_buffer{nullptr, static_cast<int64_t>(v.size())};
  };
  const rn_buffer null_y{nullptr, static_cast<int64_t>(a.y.size())};
  const rn_const_buffer negative{a.bias.data(), -1};

  EXPECT_INVALID(rn_conv2d_packed_length(nullptr, &kShape, RN_PASS_FORWARD, nullptr));
  EXPECT_INVALID(rn_conv2d_packed_length(a.context, &kShape, RN_PASS_FORWARD, nullptr));
  int64_t length = -1;
  EXPECT_INVALID(rn_conv2d_packed_length(a.context, &kShape, 2, &length));
  EXPECT_INVALID(rn_conv2d_pack(nullptr, &kShape, 0, In(a.weights), Out(a.forward)));
  EXPECT_INVALID(rn_conv2d_pack(a.context, &kShape, -1, In(a.weights), Out(a.forward)));
  EXPECT_INVALID(rn_conv2d_pack(a.context, &kShape, 0, shorter(a.weights), Out(a.forward)));
  EXPECT_INVALID(rn_conv2d_pack(a.context, &kShape, 0, In(a.weights), shorter_out(a.forward)));
  EXPECT_INVALID(rn_conv2d_pack(a.context, &kShape, 0, null(a.weights), Out(a.forward)));

  const auto forward = [&](rn_const_buffer x, rn_const_buffer packed, rn_const_buffer bias,
                           rn_const_buffer residual, int32_t relu, rn_buffer y) {
    return rn_conv2d_forward(a.context, &kShape, x, packed, bias, residual, relu, y);
  };
  EXPECT_INVALID(rn_conv2d_forward(nullptr, &kShape, In(a.x), In(a.forward), kNoIn, kNoIn, 0, Out(a.y)));
  EXPECT_INVALID(forward(shorter(a.x), In(a.forward), kNoIn, kNoIn, 0, Out(a.y)));
  EXPECT_INVALID(forward(null(a.x), In(a.forward), kNoIn, kNoIn, 0, Out(a.y)));
  EXPECT_INVALID(forward(In(a.x), shorter(a.forward), kNoIn, kNoIn, 0, Out(a.y)));
  EXPECT_INVALID(forward(In(a.x), In(a.forward), shorter(a.bias), kNoIn, 0, Out(a.y)));
  EXPECT_INVALID(forward(In(a.x), In(a.forward), negative, kNoIn, 0, Out(a.y)));
  EXPECT_INVALID(forward(In(a.x), In(a.forward), kNoIn, shorter(a.y), 0, Out(a.y)));
  EXPECT_INVALID(forward(In(a.x), In(a.forward), kNoIn, kNoIn, 2, Out(a.y)));
  EXPECT_INVALID(forward(In(a.x), In(a.forward), kNoIn, kNoIn, 0, shorter_out(a.y)));
  EXPECT_INVALID(forward(In(a.x), In(a.forward), kNoIn, kNoIn, 0, null_y));
  EXPECT_INVALID(forward(In(a.x), In(a.forward), kNoIn, In(a.y), 0, Out(a.y)));  // the output overlaps an input

  const auto backward_data = [&](rn_const_buffer dy, rn_const_buffer packed, int32_t accumulate, rn_buffer dx) {
    return rn_conv2d_backward_data(a.context, &kShape, dy, packed, accumulate, dx);
  };
  EXPECT_INVALID(rn_conv2d_backward_data(nullptr, &kShape, In(a.y), In(a.backward), 0, Out(a.x)));
  EXPECT_INVALID(backward_data(shorter(a.y), In(a.backward), 0, Out(a.x)));
  EXPECT_INVALID(backward_data(In(a.y), shorter(a.backward), 0, Out(a.x)));
  EXPECT_INVALID(backward_data(In(a.y), In(a.backward), -1, Out(a.x)));
  EXPECT_INVALID(backward_data(In(a.y), In(a.backward), 0, shorter_out(a.x)));

  const auto backward_weights = [&](rn_const_buffer x, rn_const_buffer dy, rn_buffer dweights) {
    return rn_conv2d_backward_weights(a.context, &kShape, x, dy, dweights);
  };
  EXPECT_INVALID(rn_conv2d_backward_weights(nullptr, &kShape, In(a.x), In(a.y), Out(a.weights)));
  EXPECT_INVALID(backward_weights(shorter(a.x), In(a.y), Out(a.weights)));
  EXPECT_INVALID(backward_weights(In(a.x), null(a.y), Out(a.weights)));
  EXPECT_INVALID(backward_weights(In(a.x), In(a.y), shorter_out(a.weights)));
  a.ExpectUntouched();
}

TEST(ConvArguments, Types) {
  Arguments a;
  rn_conv2d_shape bad = kShape;
  for (int32_t type : {-1, 2}) {
    bad.type = type;
    a.ExpectAllInvalid(&bad);
  }
  // Convolutions reject buffers of the other type, except that x may always be fp32.
  const auto as = [](auto buffer, int32_t type) {
    buffer.type = type;
    return buffer;
  };
  rn_conv2d_shape shape = kShape;
  for (int32_t type : {RN_FLOAT32, RN_BFLOAT16}) {
    SCOPED_TRACE(type);
    shape.type = type;
    const int32_t other = type == RN_FLOAT32 ? RN_BFLOAT16 : RN_FLOAT32;
    a.forward = a.Packed(shape, RN_PASS_FORWARD);
    a.backward = a.Packed(shape, RN_PASS_BACKWARD_DATA);
    const rn_const_buffer x = as(In(a.x), type), y = as(In(a.y), type), residual = as(In(a.residual), type);
    const rn_const_buffer forward = In(a.forward), backward = In(a.backward), bias = In(a.bias);
    const auto run_forward = [&](rn_const_buffer source, rn_const_buffer packed, rn_const_buffer with_bias,
                                 rn_const_buffer with_residual, int32_t out) {
      return rn_conv2d_forward(a.context, &shape, source, packed, with_bias, with_residual, 0, as(Out(a.y), out));
    };
    EXPECT_INVALID(rn_conv2d_pack(a.context, &shape, 0, as(In(a.weights), RN_BFLOAT16), Out(a.forward)));
    EXPECT_INVALID(rn_conv2d_pack(a.context, &shape, 0, In(a.weights), as(Out(a.forward), RN_BFLOAT16)));
    EXPECT_INVALID(run_forward(x, forward, bias, residual, other));
    EXPECT_INVALID(run_forward(x, as(forward, RN_BFLOAT16), bias, residual, type));
    EXPECT_INVALID(run_forward(x, forward, as(bias, RN_BFLOAT16), residual, type));
    EXPECT_INVALID(run_forward(x, forward, bias, as(residual, other), type));
    EXPECT_INVALID(run_forward(as(x, 2), forward, bias, residual, type));
    EXPECT_INVALID(rn_conv2d_backward_data(a.context, &shape, as(y, other), backward, 0, as(Out(a.x), type)));
    EXPECT_INVALID(rn_conv2d_backward_data(a.context, &shape, y, backward, 0, as(Out(a.x), other)));
    EXPECT_INVALID(rn_conv2d_backward_weights(a.context, &shape, x, as(y, other), Out(a.weights)));
    EXPECT_INVALID(rn_conv2d_backward_weights(a.context, &shape, x, y, as(Out(a.weights), RN_BFLOAT16)));
    if (type == RN_FLOAT32) {
      EXPECT_INVALID(run_forward(as(x, RN_BFLOAT16), forward, bias, residual, type));
      EXPECT_INVALID(rn_conv2d_backward_weights(a.context, &shape, as(x, RN_BFLOAT16), y, Out(a.weights)));
    }
    a.ExpectUntouched();
  }
}

}  // namespace
}  // namespace resnet
