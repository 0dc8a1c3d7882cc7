#include "abi/conv.h"

#include <algorithm>

#include "abi/context.h"
#include "conv/algorithm.h"
#include "conv/dispatch/packed_convolution.h"
#include "conv/dispatch/weights_gradient.h"

using namespace resnet;

namespace {

// A backward pass is planned as one convolution for each position modulo the strides.
constexpr int64_t kMaxStride = 256;

// Checks one axis of the shape and returns its output size.
int64_t OutputSize(const char* axis, int64_t size, int64_t kernel, int64_t stride, int64_t pad) {
  const auto at_least_1 = [axis](int64_t value, const char* what) {
    Require(value >= 1, "The convolution's %s %s is %lld; it must be at least 1.", what, axis,
            static_cast<long long>(value));
  };
  at_least_1(size, "input");
  at_least_1(kernel, "kernel");
  at_least_1(stride, "stride along");
  Require(stride <= kMaxStride, "The convolution's stride along %s is %lld; it must be at most %lld.", axis,
          static_cast<long long>(stride), static_cast<long long>(kMaxStride));
  Require(pad >= 0 && pad < kernel,
          "The convolution's padding along %s is %lld; it must be 0 to kernel - 1 = %lld.", axis,
          static_cast<long long>(pad), static_cast<long long>(kernel - 1));
  Require(kernel <= size + 2 * pad, "The convolution's kernel %s %lld exceeds the padded input's %lld.", axis,
          static_cast<long long>(kernel), static_cast<long long>(size + 2 * pad));
  return (size + 2 * pad - kernel) / stride + 1;
}

ConstTensor AsTensor(rn_const_buffer buffer) { return {buffer.data, TypeOf(buffer.type)}; }

ConvShape CheckShape(const rn_conv2d_shape* shape) {
  Require(shape != nullptr, "shape is null.");
  ConvShape checked{};
  checked.n = shape->n;
  checked.h = shape->h;
  checked.w = shape->w;
  checked.c = shape->c;
  checked.k = shape->k;
  checked.kernel_h = shape->kernel_h;
  checked.kernel_w = shape->kernel_w;
  checked.stride_h = shape->stride_h;
  checked.stride_w = shape->stride_w;
  checked.pad_h = shape->pad_h;
  checked.pad_w = shape->pad_w;
  checked.out_h = OutputSize("height", shape->h, shape->kernel_h, shape->stride_h, shape->pad_h);
  checked.out_w = OutputSize("width", shape->w, shape->kernel_w, shape->stride_w, shape->pad_w);
  checked.groups = std::max(1, shape->groups);
  Require(shape->groups >= 0 && shape->c % checked.groups == 0 && shape->k % checked.groups == 0,
          "groups is %d; it must be at least 1 (0 means 1) and divide the channels, %d and %d.", shape->groups,
          shape->c, shape->k);
  CheckType(shape->type, "The convolution's shape");
  checked.type = TypeOf(shape->type);
  Require(shape->algorithm >= RN_ALGORITHM_AUTO && shape->algorithm <= RN_ALGORITHM_WINOGRAD,
          "algorithm is %d; it must be RN_ALGORITHM_AUTO, RN_ALGORITHM_DIRECT or RN_ALGORITHM_WINOGRAD.",
          shape->algorithm);
  Require(
      shape->algorithm != RN_ALGORITHM_WINOGRAD || IsWinogradShape(checked),
      "RN_ALGORITHM_WINOGRAD supports only 3x3 kernels of stride 1 in one group; the shape's kernel is %dx%d, its "
      "stride %dx%d, its groups are %d.",
      shape->kernel_h, shape->kernel_w, shape->stride_h, shape->stride_w, shape->groups);
  Product({checked.n, checked.h, checked.w, checked.c}, "The convolution's input");
  Product({checked.kernel_h, checked.kernel_w, checked.GroupC(), checked.k}, "The convolution's weights");
  Product({checked.n, checked.out_h, checked.out_w, checked.k}, "The convolution's output");
  return checked;
}

// The input may be fp32 in a convolution of any type, because images are.
void CheckInput(const ConvShape& checked, const rn_conv2d_shape* shape, rn_const_buffer x) {
  CheckLength(x, checked.InputElements(), "x", x.type == RN_FLOAT32 ? RN_FLOAT32 : shape->type);
}

Algorithm ChooseAlgorithm(const rn_context& context, const rn_conv2d_shape& shape, const ConvShape& checked,
                          Pass pass) {
  switch (shape.algorithm) {
    case RN_ALGORITHM_DIRECT:
      return Algorithm::kDirect;
    case RN_ALGORITHM_WINOGRAD:
      return FastestWinograd(checked, pass);
    default:
      return FastestAlgorithm(GetGemmKernels(context.isa, checked.type), checked, pass);
  }
}

PackedConvolution Plan(const rn_context& context, const rn_conv2d_shape& shape, const ConvShape& checked,
                       int32_t pass) {
  Require(pass == RN_PASS_FORWARD || pass == RN_PASS_BACKWARD_DATA,
          "pass is %d; it must be RN_PASS_FORWARD or RN_PASS_BACKWARD_DATA.", pass);
  const Pass planned = pass == RN_PASS_FORWARD ? Pass::kForward : Pass::kBackwardData;
  return {context.isa, checked, planned, ChooseAlgorithm(context, shape, checked, planned)};
}

}  // namespace

ConvShape resnet::CheckInt8Shape(const rn_conv2d_shape* shape) {
  Require(shape != nullptr, "shape is null.");
  Require(shape->type == RN_UINT8, "The convolution's shape has type %d; here it must be RN_UINT8.", shape->type);
  Require(shape->algorithm == RN_ALGORITHM_AUTO || shape->algorithm == RN_ALGORITHM_DIRECT,
          "algorithm is %d; with int8 it must be RN_ALGORITHM_AUTO or RN_ALGORITHM_DIRECT.", shape->algorithm);
  rn_conv2d_shape sizes = *shape;
  sizes.type = RN_FLOAT32;
  ConvShape checked = CheckShape(&sizes);
  checked.type = ElementType::kUint8;
  return checked;
}

rn_status rn_conv2d_packed_length(const rn_context* context, const rn_conv2d_shape* shape, int32_t pass,
                                  int64_t* length) {
  return Guard([&] {
    Require(context != nullptr, "context is null.");
    Require(length != nullptr, "length is null.");
    const ConvShape checked = CheckShape(shape);
    *length = Plan(*context, *shape, checked, pass).PackedLength();
  });
}

rn_status rn_conv2d_pack(rn_context* context, const rn_conv2d_shape* shape, int32_t pass, rn_const_buffer weights,
                         rn_buffer packed) {
  return GuardContext(context, [&](rn_context& checked_context) {
    const ConvShape checked = CheckShape(shape);
    const PackedConvolution conv = Plan(checked_context, *shape, checked, pass);
    CheckLength(weights, checked.WeightElements(), "weights");
    CheckLength(packed, conv.PackedLength(), "packed");
    CheckOverlap({{packed, "packed"}}, {{weights, "weights"}});
    conv.Pack(checked_context.pool, Floats(weights), Floats(packed));
  });
}

rn_status rn_conv2d_forward(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer x,
                            rn_const_buffer packed_forward, rn_const_buffer bias, rn_const_buffer residual,
                            int32_t relu, rn_buffer y) {
  return GuardContext(context, [&](rn_context& checked_context) {
    const ConvShape checked = CheckShape(shape);
    const PackedConvolution conv = Plan(checked_context, *shape, checked, RN_PASS_FORWARD);
    Epilogue epilogue;
    CheckInput(checked, shape, x);
    CheckLength(packed_forward, conv.PackedLength(), "packed_forward");
    if (CheckOptional(bias, checked.k, "bias")) epilogue.bias = Floats(bias);
    if (CheckOptional(residual, checked.OutputElements(), "residual", shape->type))
      epilogue.residual = residual.data;
    epilogue.relu = CheckSwitch(relu, "relu");
    CheckLength(y, checked.OutputElements(), "y", shape->type);
    CheckOverlap({{y, "y"}},
                 {{x, "x"}, {packed_forward, "packed_forward"}, {bias, "bias"}, {residual, "residual"}});
    conv.Run(checked_context.pool, AsTensor(x), Floats(packed_forward), epilogue, y.data);
  });
}

rn_status rn_conv2d_backward_data(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer dy,
                                  rn_const_buffer packed_backward, int32_t accumulate, rn_buffer dx) {
  return GuardContext(context, [&](rn_context& checked_context) {
    const ConvShape checked = CheckShape(shape);
    const PackedConvolution conv = Plan(checked_context, *shape, checked, RN_PASS_BACKWARD_DATA);
    Epilogue epilogue;
    CheckLength(dy, checked.OutputElements(), "dy", shape->type);
    CheckLength(packed_backward, conv.PackedLength(), "packed_backward");
    epilogue.accumulate = CheckSwitch(accumulate, "accumulate");
    CheckLength(dx, checked.InputElements(), "dx", shape->type);
    CheckOverlap({{dx, "dx"}}, {{dy, "dy"}, {packed_backward, "packed_backward"}});
    conv.Run(checked_context.pool, AsTensor(dy), Floats(packed_backward), epilogue, dx.data);
  });
}

rn_status rn_conv2d_backward_weights(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer x,
                                     rn_const_buffer dy, rn_buffer dweights) {
  return GuardContext(context, [&](rn_context& checked_context) {
    const ConvShape checked = CheckShape(shape);
    CheckInput(checked, shape, x);
    CheckLength(dy, checked.OutputElements(), "dy", shape->type);
    CheckLength(dweights, checked.WeightElements(), "dweights");
    CheckOverlap({{dweights, "dweights"}}, {{x, "x"}, {dy, "dy"}});
    const Algorithm algorithm = ChooseAlgorithm(checked_context, *shape, checked, Pass::kBackwardWeights);
    ComputeWeightsGradient(checked_context.pool, checked_context.isa, checked, algorithm, AsTensor(x), AsTensor(dy),
                           Floats(dweights));
  });
}
