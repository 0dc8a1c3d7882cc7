#include "pool/average_pool.h"

#include "abi/context.h"
#include "abi/elements.h"

using namespace resnet;

namespace {

struct PoolLengths {
  int64_t x, y;
};

PoolLengths CheckShape(const rn_average_pool_shape* shape) {
  Require(shape != nullptr, "shape is null.");
  const rn_average_pool_shape& s = *shape;
  const int64_t x = Product({s.n, s.h, s.w, s.c}, "x");
  Require(s.size >= 1 && s.size <= kMaxAveragePoolSize, "size is %d; it must be 1 to %d.", s.size,
          kMaxAveragePoolSize);
  return {x, Product({s.n, AveragePoolOutputSize(s.h, s.size), AveragePoolOutputSize(s.w, s.size), s.c}, "y")};
}

}  // namespace

rn_status rn_average_pool_forward(rn_context* context, const rn_average_pool_shape* shape, rn_const_buffer x,
                                  rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const PoolLengths lengths = CheckShape(shape);
    CheckLength(x, lengths.x, "x", x.type, Types::kAll);
    CheckLength(y, lengths.y, "y", x.type, Types::kAll);
    CheckOverlap({{y, "y"}}, {{x, "x"}});
    WithAnyElementType(x.type, [&](auto element) {
      using T = decltype(element);
      AveragePoolForward(c.pool, c.vector, *shape, Elements<T>(x), Elements<T>(y));
    });
  });
}

rn_status rn_average_pool_backward(rn_context* context, const rn_average_pool_shape* shape, rn_const_buffer dy,
                                   rn_buffer dx) {
  return GuardContext(context, [&](rn_context& c) {
    const PoolLengths lengths = CheckShape(shape);
    CheckLength(dy, lengths.y, "dy", dy.type);
    CheckLength(dx, lengths.x, "dx", dy.type);
    CheckOverlap({{dx, "dx"}}, {{dy, "dy"}});
    WithElementType(dy.type, [&](auto element) {
      using T = decltype(element);
      AveragePoolBackward(c.pool, c.vector, *shape, Elements<T>(dy), Elements<T>(dx));
    });
  });
}
