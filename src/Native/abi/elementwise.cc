#include "elementwise/elementwise.h"

#include "abi/context.h"
#include "abi/elements.h"
#include "elementwise/shortcut.h"

using namespace resnet;

namespace {

struct ShortcutLengths {
  int64_t x, y;
};

ShortcutLengths CheckShape(const rn_shortcut_shape* shape) {
  Require(shape != nullptr, "shape is null.");
  Require(shape->stride >= 1, "stride is %d; it must be at least 1.", shape->stride);
  const int64_t x = Product({shape->n, shape->h, shape->w, shape->in_channels}, "x");
  Require(shape->out_channels >= shape->in_channels, "out_channels is %d; it must be at least in_channels, %d.",
          shape->out_channels, shape->in_channels);
  const int64_t out_h = ShortcutOutputSize(shape->h, shape->stride);
  const int64_t out_w = ShortcutOutputSize(shape->w, shape->stride);
  return {x, Product({shape->n, out_h, out_w, shape->out_channels}, "y")};
}

}  // namespace

rn_status rn_relu_forward(rn_context* context, rn_const_buffer x, rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({x.length}, "x", 0);
    CheckLength(x, count, "x", x.type);
    CheckLength(y, count, "y", x.type);
    CheckInPlace({y, "y"}, {x, "x"});
    WithElementType(x.type, [&](auto element) {
      using T = decltype(element);
      ReluForward(c.pool, c.vector, count, Elements<T>(x), Elements<T>(y));
    });
  });
}

rn_status rn_relu_backward(rn_context* context, rn_const_buffer y, rn_const_buffer dy, rn_buffer dx) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({y.length}, "y", 0);
    CheckLength(y, count, "y", y.type);
    CheckLength(dy, count, "dy", y.type);
    CheckLength(dx, count, "dx", y.type);
    CheckOverlap({{dx, "dx"}}, {{y, "y"}});
    CheckInPlace({dx, "dx"}, {dy, "dy"});
    WithElementType(y.type, [&](auto element) {
      using T = decltype(element);
      ReluBackward(c.pool, c.vector, count, Elements<T>(y), Elements<T>(dy), Elements<T>(dx));
    });
  });
}

rn_status rn_add(rn_context* context, rn_const_buffer a, rn_const_buffer b, rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({a.length}, "a", 0);
    CheckLength(a, count, "a", a.type);
    CheckLength(b, count, "b", a.type);
    CheckLength(y, count, "y", a.type);
    CheckInPlace({y, "y"}, {a, "a"});
    CheckInPlace({y, "y"}, {b, "b"});
    WithElementType(a.type, [&](auto element) {
      using T = decltype(element);
      Add(c.pool, c.vector, count, Elements<T>(a), Elements<T>(b), Elements<T>(y));
    });
  });
}

rn_status rn_convert(rn_context* context, rn_const_buffer x, rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({x.length}, "x", 0);
    CheckLength(x, count, "x", x.type);
    CheckLength(y, count, "y", y.type);
    CheckOverlap({{y, "y"}}, {{x, "x"}});
    WithElementType(x.type, [&](auto from) {
      WithElementType(y.type, [&](auto to) {
        Convert(c.pool, c.vector, count, Elements<decltype(from)>(x), Elements<decltype(to)>(y));
      });
    });
  });
}

rn_status rn_shortcut_forward(rn_context* context, const rn_shortcut_shape* shape, rn_const_buffer x, rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const ShortcutLengths lengths = CheckShape(shape);
    CheckLength(x, lengths.x, "x", x.type, Types::kAll);
    CheckLength(y, lengths.y, "y", x.type, Types::kAll);
    CheckOverlap({{y, "y"}}, {{x, "x"}});
    WithAnyElementType(x.type, [&](auto element) {
      using T = decltype(element);
      ShortcutForward(c.pool, *shape, Elements<T>(x), Elements<T>(y));
    });
  });
}

rn_status rn_shortcut_backward(rn_context* context, const rn_shortcut_shape* shape, rn_const_buffer dy,
                               rn_buffer dx) {
  return GuardContext(context, [&](rn_context& c) {
    const ShortcutLengths lengths = CheckShape(shape);
    CheckLength(dy, lengths.y, "dy", dy.type);
    CheckLength(dx, lengths.x, "dx", dy.type);
    CheckOverlap({{dx, "dx"}}, {{dy, "dy"}});
    WithElementType(dy.type, [&](auto element) {
      using T = decltype(element);
      ShortcutBackward(c.pool, *shape, Elements<T>(dy), Elements<T>(dx));
    });
  });
}
