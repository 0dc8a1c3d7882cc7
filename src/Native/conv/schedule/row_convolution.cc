#include "conv/schedule/row_convolution.h"

#include "base/split.h"

namespace resnet {
namespace {

int64_t Words(int64_t channels, ElementType type) {
  return DivideUp(channels * SizeOf(type), SizeOf(ElementType::kFloat32));
}

void LayOutDensely(RowConvolution* conv) {
  conv->out_pixel_stride = conv->groups * conv->out_channels;
  conv->out_row_stride = conv->out_w * conv->out_pixel_stride;
  conv->out_image_stride = conv->out_h * conv->out_row_stride;
}

RowConvolution PlanPointwise(const ConvShape& shape, int64_t channels, int64_t out_channels) {
  RowConvolution conv;
  conv.n = conv.source_h = conv.out_h = 1;
  conv.source_w = conv.out_w = shape.n * shape.h * shape.w;
  conv.channels = channels;
  conv.words = Words(channels, shape.type);
  conv.out_channels = out_channels;
  conv.taps_h = conv.taps_w = 1;
  conv.flat = true;
  LayOutDensely(&conv);
  return conv;
}

// One axis of a phase: the taps that contribute to the input positions phase, phase + stride, ...
struct PhaseAxis {
  PhaseAxis(int64_t phase, int64_t size, int64_t kernel, int64_t stride, int64_t pad) {
    // The first tap of this phase; the others follow a stride apart.
    const int64_t remainder = (phase + pad) % stride;
    taps = remainder < kernel ? (kernel - remainder + stride - 1) / stride : 0;
    first_tap = remainder + stride * (taps - 1);  // flipped: the last tap comes first
    first_source = (phase + pad) / stride - (taps - 1);
    out = phase < size ? (size - phase + stride - 1) / stride : 0;
  }

  int64_t taps, first_tap, first_source, out;
};

}  // namespace

std::vector<RowConvolution> PlanForward(const ConvShape& shape) {
  if (IsPointwise(shape)) return {PlanPointwise(shape, shape.c, shape.k)};
  RowConvolution conv;
  conv.n = shape.n;
  conv.source_h = shape.h;
  conv.source_w = shape.w;
  conv.groups = shape.groups;
  conv.channels = shape.GroupC();
  conv.words = Words(conv.channels, shape.type);
  conv.taps_h = shape.kernel_h;
  conv.taps_w = shape.kernel_w;
  conv.stride_h = shape.stride_h;
  conv.stride_w = shape.stride_w;
  conv.first_row = -shape.pad_h;
  conv.first_col = -shape.pad_w;
  conv.out_h = shape.out_h;
  conv.out_w = shape.out_w;
  conv.out_channels = shape.GroupK();
  LayOutDensely(&conv);
  return {conv};
}

std::vector<RowConvolution> PlanBackwardData(const ConvShape& shape) {
  if (IsPointwise(shape)) {
    std::vector<RowConvolution> convs = {PlanPointwise(shape, shape.k, shape.c)};
    convs[0].transposed = true;
    return convs;
  }
  std::vector<RowConvolution> convs;
  for (int64_t phase_h = 0; phase_h < shape.stride_h; ++phase_h) {
    const PhaseAxis rows(phase_h, shape.h, shape.kernel_h, shape.stride_h, shape.pad_h);
    for (int64_t phase_w = 0; phase_w < shape.stride_w; ++phase_w) {
      const PhaseAxis cols(phase_w, shape.w, shape.kernel_w, shape.stride_w, shape.pad_w);
      if (rows.out == 0 || cols.out == 0) continue;
      RowConvolution conv;
      conv.n = shape.n;
      conv.source_h = shape.out_h;
      conv.source_w = shape.out_w;
      conv.groups = shape.groups;
      conv.channels = shape.GroupK();
      conv.words = Words(conv.channels, shape.type);
      conv.taps_h = rows.taps;
      conv.taps_w = cols.taps;
      conv.first_row = rows.first_source;
      conv.first_col = cols.first_source;
      conv.out_h = rows.out;
      conv.out_w = cols.out;
      conv.out_channels = shape.GroupC();
      conv.out_offset = (phase_h * shape.w + phase_w) * shape.c;
      conv.out_image_stride = shape.h * shape.w * shape.c;
      conv.out_row_stride = shape.stride_h * shape.w * shape.c;
      conv.out_pixel_stride = shape.stride_w * shape.c;
      conv.first_tap_h = rows.first_tap;
      conv.tap_step_h = -shape.stride_h;
      conv.first_tap_w = cols.first_tap;
      conv.tap_step_w = -shape.stride_w;
      conv.transposed = true;
      convs.push_back(conv);
    }
  }
  return convs;
}

}  // namespace resnet
