#include <algorithm>
#include <cmath>

#include "abi/context.h"
#include "abi/conv.h"
#include "base/scratch.h"
#include "conv/direct/direct_convolution.h"
#include "conv/direct/int8_weights.h"
#include "conv/direct/merged_groups.h"

using namespace resnet;

namespace {

// Products are at most 255 * 127 in magnitude.
constexpr int64_t kMaxProducts = 65536;

// A checked int8 convolution with its kernels.
struct Int8Convolution {
  Int8Convolution(const rn_context& context, const rn_conv2d_shape* given)
      : shape(CheckInt8Shape(given)),
        kernels(GetGemmKernels(context.isa, ElementType::kUint8)),
        merged(MergeGroups(kernels, shape)),
        rows(PlanForward(merged)) {
    const int64_t products = shape.kernel_h * shape.kernel_w * shape.GroupC();
    Require(products <= kMaxProducts,
            "kernel_h * kernel_w * c / groups is %lld; with int8 it must be at most %lld.",
            static_cast<long long>(products), static_cast<long long>(kMaxProducts));
  }

  int64_t PackedLength() const { return PackedInt8Length(kernels, rows[0]); }

  const ConvShape shape;
  const GemmKernels& kernels;
  const ConvShape merged;                  // the shape that is computed
  const std::vector<RowConvolution> rows;  // one element
};

float CheckScale(float scale, const char* name) {
  Require(std::isnormal(scale) && scale > 0 && std::isfinite(1 / scale),
          "%s is %g; it must be positive and finite.", name, double{scale});
  return scale;
}

Requantization CheckScales(const rn_int8_scales* scales, const rn_const_buffer& residual, const rn_buffer& y) {
  Require(scales != nullptr, "scales is null.");
  Require(scales->input_zero >= 0 && scales->input_zero <= 255, "input_zero is %d; it must be 0 to 255.",
          scales->input_zero);
  const bool byte_residual = residual.length != 0 && residual.type == RN_UINT8;
  Requantization requantization{};
  requantization.input.inverse_scale = 1 / CheckScale(scales->input_scale, "input_scale");
  requantization.input.zero = static_cast<float>(scales->input_zero);
  requantization.residual_scale = byte_residual ? CheckScale(scales->residual_scale, "residual_scale") : 1;
  requantization.inverse_output_scale =
      y.type == RN_UINT8 ? 1 / CheckScale(scales->output_scale, "output_scale") : 1;
  requantization.residual_type = TypeOf(residual.type);
  requantization.output_type = TypeOf(y.type);
  return requantization;
}

}  // namespace

rn_status rn_conv2d_int8_packed_length(const rn_context* context, const rn_conv2d_shape* shape, int64_t* length) {
  return Guard([&] {
    Require(context != nullptr, "context is null.");
    Require(length != nullptr, "length is null.");
    *length = Int8Convolution(*context, shape).PackedLength();
  });
}

rn_status rn_conv2d_int8_pack(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer weights,
                              rn_buffer packed, rn_buffer weight_scale) {
  return GuardContext(context, [&](rn_context& checked_context) {
    const Int8Convolution conv(checked_context, shape);
    const int64_t k = conv.shape.k;
    CheckLength(weights, conv.shape.WeightElements(), "weights");
    CheckLength(packed, conv.PackedLength(), "packed");
    CheckLength(weight_scale, k, "weight_scale");
    CheckOverlap({{packed, "packed"}, {weight_scale, "weight_scale"}}, {{weights, "weights"}});
    const Scratch scales(static_cast<size_t>(k));
    FindWeightScales(checked_context.pool, conv.shape, Floats(weights), scales.data());
    for (int64_t oc = 0; oc < k; ++oc) {
      Require(std::isfinite(scales.data()[oc]), "weights of output channel %lld are not all finite.",
              static_cast<long long>(oc));
    }
    const MergedWeights merged(checked_context.pool, conv.shape, conv.merged, Floats(weights));
    PackInt8Weights(checked_context.pool, conv.kernels, conv.rows[0], merged.data(), scales.data(), Floats(packed));
    std::copy_n(scales.data(), k, Floats(weight_scale));
  });
}

rn_status rn_conv2d_int8_forward(rn_context* context, const rn_conv2d_shape* shape, rn_const_buffer x,
                                 const rn_int8_scales* scales, rn_const_buffer packed, rn_const_buffer weight_scale,
                                 rn_const_buffer bias, rn_const_buffer residual, int32_t relu, rn_buffer y) {
  return GuardContext(context, [&](rn_context& checked_context) {
    const Int8Convolution conv(checked_context, shape);
    const int64_t k = conv.shape.k;
    CheckLength(x, conv.shape.InputElements(), "x", x.type == RN_FLOAT32 ? RN_FLOAT32 : RN_UINT8, Types::kAll);
    CheckLength(packed, conv.PackedLength(), "packed");
    CheckLength(weight_scale, k, "weight_scale");
    Epilogue epilogue;
    if (CheckOptional(bias, k, "bias")) epilogue.bias = Floats(bias);
    if (CheckOptional(residual, conv.shape.OutputElements(), "residual", residual.type, Types::kAll)) {
      epilogue.residual = residual.data;
    }
    epilogue.relu = CheckSwitch(relu, "relu");
    CheckLength(y, conv.shape.OutputElements(), "y", y.type, Types::kAll);
    CheckOverlap(
        {{y, "y"}},
        {{x, "x"}, {packed, "packed"}, {weight_scale, "weight_scale"}, {bias, "bias"}, {residual, "residual"}});
    Requantization requantization = CheckScales(scales, residual, y);
    const Scratch products(static_cast<size_t>(k));
    for (int64_t oc = 0; oc < k; ++oc) products.data()[oc] = scales->input_scale * Floats(weight_scale)[oc];
    requantization.scale = products.data();
    requantization.weight_sums = Int8WeightSums(conv.kernels, conv.rows[0], Floats(packed));
    epilogue.requantization = &requantization;
    RunDirect(checked_context.pool, conv.kernels, conv.rows, {x.data, TypeOf(x.type)}, Floats(packed), epilogue,
              y.data);
  });
}
