#include "abi/context.h"
#include "abi/elements.h"
#include "pool/global_average_pool.h"
#include "pool/max_pool.h"

using namespace resnet;

namespace {

struct PoolLengths {
  int64_t x, y;
};

PoolLengths CheckShape(const rn_pool_shape* shape) {
  Require(shape != nullptr, "shape is null.");
  const rn_pool_shape& s = *shape;
  const int64_t x = Product({s.n, s.h, s.w, s.c}, "x");
  Require(s.kernel >= 1 && s.kernel <= kMaxPoolKernel, "kernel is %d; it must be 1 to %d.", s.kernel,
          kMaxPoolKernel);
  Require(s.stride >= 1, "stride is %d; it must be at least 1.", s.stride);
  Require(s.pad >= 0 && s.pad < s.kernel, "pad is %d; it must be at least 0 and smaller than the kernel, %d.",
          s.pad, s.kernel);
  for (int64_t size : {s.h, s.w}) {
    Require(s.kernel <= size + 2 * s.pad,
            "kernel is %d, but the padded image has only %lld pixels along that axis.", s.kernel,
            static_cast<long long>(size + 2 * s.pad));
  }
  return {x, Product({s.n, PoolOutputSize(s.h, s), PoolOutputSize(s.w, s), s.c}, "y")};
}

struct AverageLengths {
  int64_t x, y;
};

AverageLengths CheckShape(int64_t n, int64_t pixels, int32_t c) {
  return {Product({n, pixels, c}, "x"), Product({n, c}, "y")};
}

}  // namespace

rn_status rn_max_pool_forward(rn_context* context, const rn_pool_shape* shape, rn_const_buffer x, rn_buffer y,
                              uint8_t* argmax, int64_t argmax_length) {
  return GuardContext(context, [&](rn_context& c) {
    const PoolLengths lengths = CheckShape(shape);
    CheckLength(x, lengths.x, "x", x.type, Types::kAll);
    CheckLength(y, lengths.y, "y", x.type, Types::kAll);
    const bool keep = argmax_length != 0;
    Require(!keep || x.type != RN_UINT8, "argmax is given, but x is uint8, which has no gradient.");
    if (keep) CheckLength(argmax, argmax_length, lengths.y, "argmax");
    CheckOverlap({{y, "y"}, {argmax, argmax_length, "argmax"}}, {{x, "x"}});
    WithAnyElementType(x.type, [&](auto element) {
      using T = decltype(element);
      MaxPoolForward(c.pool, c.vector, *shape, Elements<T>(x), Elements<T>(y), keep ? argmax : nullptr);
    });
  });
}

rn_status rn_max_pool_backward(rn_context* context, const rn_pool_shape* shape, rn_const_buffer dy,
                               const uint8_t* argmax, int64_t argmax_length, rn_buffer dx) {
  return GuardContext(context, [&](rn_context& c) {
    const PoolLengths lengths = CheckShape(shape);
    CheckLength(dy, lengths.y, "dy", dy.type);
    CheckLength(argmax, argmax_length, lengths.y, "argmax");
    CheckLength(dx, lengths.x, "dx", dy.type);
    CheckOverlap({{dx, "dx"}}, {{dy, "dy"}, {argmax, argmax_length, "argmax"}});
    WithElementType(dy.type, [&](auto element) {
      using T = decltype(element);
      MaxPoolBackward(c.pool, c.vector, *shape, Elements<T>(dy), argmax, Elements<T>(dx));
    });
  });
}

rn_status rn_global_average_pool_forward(rn_context* context, int64_t n, int64_t pixels, int32_t c,
                                         rn_const_buffer x, rn_buffer y) {
  return GuardContext(context, [&](rn_context& with) {
    const AverageLengths lengths = CheckShape(n, pixels, c);
    CheckLength(x, lengths.x, "x", x.type, Types::kAll);
    CheckLength(y, lengths.y, "y");
    CheckOverlap({{y, "y"}}, {{x, "x"}});
    WithAnyElementType(x.type, [&](auto element) {
      GlobalAveragePoolForward(with.pool, with.vector, {n, pixels, c}, Elements<decltype(element)>(x), Floats(y));
    });
  });
}

rn_status rn_global_average_pool_backward(rn_context* context, int64_t n, int64_t pixels, int32_t c,
                                          rn_const_buffer dy, rn_buffer dx) {
  return GuardContext(context, [&](rn_context& with) {
    const AverageLengths lengths = CheckShape(n, pixels, c);
    CheckLength(dy, lengths.y, "dy");
    CheckLength(dx, lengths.x, "dx", dx.type);
    CheckOverlap({{dx, "dx"}}, {{dy, "dy"}});
    WithElementType(dx.type, [&](auto element) {
      GlobalAveragePoolBackward(with.pool, with.vector, {n, pixels, c}, Floats(dy),
                                Elements<decltype(element)>(dx));
    });
  });
}
