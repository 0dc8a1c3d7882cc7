#include "abi/context.h"
#include "abi/elements.h"
#include "excitation/channel_scale.h"
#include "excitation/sigmoid.h"

using namespace resnet;

namespace {

struct ScaleLengths {
  ScaleLengths(int64_t n, int64_t pixels, int32_t c) : x(Product({n, pixels, c}, "x")), scale(n * c) {}
  int64_t x, scale;
};

}  // namespace

rn_status rn_channel_scale_forward(rn_context* context, int64_t n, int64_t pixels, int32_t c, rn_const_buffer x,
                                   rn_const_buffer scale, rn_const_buffer residual, int32_t relu, rn_buffer y) {
  return GuardContext(context, [&](rn_context& with) {
    const ScaleLengths lengths(n, pixels, c);
    CheckLength(x, lengths.x, "x", x.type);
    CheckLength(scale, lengths.scale, "scale");
    const bool adds = CheckOptional(residual, lengths.x, "residual", x.type);
    const bool rectifies = CheckSwitch(relu, "relu");
    CheckLength(y, lengths.x, "y", x.type);
    CheckInPlace({y, "y"}, {x, "x"});
    CheckOverlap({{y, "y"}}, {{scale, "scale"}, {residual, "residual"}});
    WithElementType(x.type, [&](auto element) {
      using T = decltype(element);
      ChannelScaleForward(with.pool, with.vector, {n, pixels, c}, Elements<T>(x), Floats(scale),
                          adds ? Elements<T>(residual) : nullptr, rectifies, Elements<T>(y));
    });
  });
}

rn_status rn_channel_scale_backward(rn_context* context, int64_t n, int64_t pixels, int32_t c, rn_const_buffer x,
                                    rn_const_buffer y, rn_const_buffer dy, rn_buffer dresidual, rn_buffer dscale) {
  return GuardContext(context, [&](rn_context& with) {
    const ScaleLengths lengths(n, pixels, c);
    CheckLength(x, lengths.x, "x", x.type);
    const bool gates = CheckOptional(y, lengths.x, "y", x.type);
    CheckLength(dy, lengths.x, "dy", x.type);
    CheckLength(dresidual, lengths.x, "dresidual", x.type);
    CheckLength(dscale, lengths.scale, "dscale");
    CheckInPlace({dresidual, "dresidual"}, {dy, "dy"});
    CheckOverlap({{dresidual, "dresidual"}, {dscale, "dscale"}}, {{x, "x"}, {y, "y"}});
    CheckOverlap({{dscale, "dscale"}}, {{dy, "dy"}});
    WithElementType(x.type, [&](auto element) {
      using T = decltype(element);
      ChannelScaleBackward(with.pool, with.vector, {n, pixels, c}, Elements<T>(x), gates ? Elements<T>(y) : nullptr,
                           Elements<T>(dy), Elements<T>(dresidual), Floats(dscale));
    });
  });
}

rn_status rn_channel_scale_backward_data(rn_context* context, int64_t n, int64_t pixels, int32_t c,
                                         rn_const_buffer g, rn_const_buffer scale, rn_const_buffer dmean,
                                         rn_buffer dx) {
  return GuardContext(context, [&](rn_context& with) {
    const ScaleLengths lengths(n, pixels, c);
    CheckLength(g, lengths.x, "g", g.type);
    CheckLength(scale, lengths.scale, "scale");
    CheckLength(dmean, lengths.scale, "dmean");
    CheckLength(dx, lengths.x, "dx", g.type);
    CheckInPlace({dx, "dx"}, {g, "g"});
    CheckOverlap({{dx, "dx"}}, {{scale, "scale"}, {dmean, "dmean"}});
    WithElementType(g.type, [&](auto element) {
      using T = decltype(element);
      ChannelScaleBackwardData(with.pool, with.vector, {n, pixels, c}, Elements<T>(g), Floats(scale), Floats(dmean),
                               Elements<T>(dx));
    });
  });
}

rn_status rn_sigmoid_forward(rn_context* context, rn_const_buffer x, rn_buffer y) {
  return GuardContext(context, [&](rn_context& with) {
    const int64_t count = Product({x.length}, "x", 0);
    CheckLength(x, count, "x");
    CheckLength(y, count, "y");
    CheckInPlace({y, "y"}, {x, "x"});
    SigmoidForward(with.pool, count, Floats(x), Floats(y));
  });
}

rn_status rn_sigmoid_backward(rn_context* context, rn_const_buffer y, rn_const_buffer dy, rn_buffer dx) {
  return GuardContext(context, [&](rn_context& with) {
    const int64_t count = Product({y.length}, "y", 0);
    CheckLength(y, count, "y");
    CheckLength(dy, count, "dy");
    CheckLength(dx, count, "dx");
    CheckOverlap({{dx, "dx"}}, {{y, "y"}});
    CheckInPlace({dx, "dx"}, {dy, "dy"});
    SigmoidBackward(with.pool, count, Floats(y), Floats(dy), Floats(dx));
  });
}
