#include "elementwise/elementwise.h"

#include "abi/context.h"
#include "elementwise/shortcut.h"

using namespace resnet;

namespace {

struct ShortcutLengths {
  int64_t x, y;
};

ShortcutLengths CheckShape(const rn_shortcut_shape* shape) {
  Require(shape != nullptr, "shape is null.");
  Require(shape->stride >= 1, "stride is %d; it is at least 1.", shape->stride);
  const int64_t x = Product({shape->n, shape->h, shape->w, shape->in_channels}, "x");
  Require(shape->out_channels >= shape->in_channels, "out_channels is %d; it is at least in_channels, %d.",
          shape->out_channels, shape->in_channels);
  const int64_t out_h = ShortcutOutputSize(shape->h, shape->stride);
  const int64_t out_w = ShortcutOutputSize(shape->w, shape->stride);
  return {x, Product({shape->n, out_h, out_w, shape->out_channels}, "y")};
}

}  // namespace

rn_status rn_relu_forward(rn_context* context, rn_const_buffer x, rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({x.length}, "x", 0);
    CheckLength(x, count, "x");
    CheckLength(y, count, "y");
    CheckInPlace({y, "y"}, {x, "x"});
    ReluForward(c.pool, c.vector, count, Floats(x), Floats(y));
  });
}

rn_status rn_relu_backward(rn_context* context, rn_const_buffer y, rn_const_buffer dy, rn_buffer dx) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({y.length}, "y", 0);
    CheckLength(y, count, "y");
    CheckLength(dy, count, "dy");
    CheckLength(dx, count, "dx");
    CheckOverlap({{dx, "dx"}}, {{y, "y"}});
    CheckInPlace({dx, "dx"}, {dy, "dy"});
    ReluBackward(c.pool, c.vector, count, Floats(y), Floats(dy), Floats(dx));
  });
}

rn_status rn_add(rn_context* context, rn_const_buffer a, rn_const_buffer b, rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({a.length}, "a", 0);
    CheckLength(a, count, "a");
    CheckLength(b, count, "b");
    CheckLength(y, count, "y");
    CheckInPlace({y, "y"}, {a, "a"});
    CheckInPlace({y, "y"}, {b, "b"});
    Add(c.pool, c.vector, count, Floats(a), Floats(b), Floats(y));
  });
}

rn_status rn_shortcut_forward(rn_context* context, const rn_shortcut_shape* shape, rn_const_buffer x, rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const ShortcutLengths lengths = CheckShape(shape);
    CheckLength(x, lengths.x, "x");
    CheckLength(y, lengths.y, "y");
    CheckOverlap({{y, "y"}}, {{x, "x"}});
    ShortcutForward(c.pool, *shape, Floats(x), Floats(y));
  });
}

rn_status rn_shortcut_backward(rn_context* context, const rn_shortcut_shape* shape, rn_const_buffer dy,
                               rn_buffer dx) {
  return GuardContext(context, [&](rn_context& c) {
    const ShortcutLengths lengths = CheckShape(shape);
    CheckLength(dy, lengths.y, "dy");
    CheckLength(dx, lengths.x, "dx");
    CheckOverlap({{dx, "dx"}}, {{dy, "dy"}});
    ShortcutBackward(c.pool, *shape, Floats(dy), Floats(dx));
  });
}
