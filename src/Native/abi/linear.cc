#include "linear/linear.h"

#include "abi/context.h"

using namespace resnet;

namespace {

// The number of elements of each tensor, checked.
struct Lengths {
  Lengths(int64_t n, int64_t in, int64_t out)
      : input(Product({n, in}, "The linear layer's input")),
        output(Product({n, out}, "The linear layer's output")),
        weights(Product({in, out}, "The linear layer's weights")) {}

  int64_t input, output, weights;
};

}  // namespace

rn_status rn_linear_forward(rn_context* context, int64_t n, int32_t in, int32_t out, rn_const_buffer x,
                            rn_const_buffer weights, rn_const_buffer bias, rn_buffer y) {
  return GuardContext(context, [&](rn_context& checked_context) {
    const Lengths lengths(n, in, out);
    CheckLength(x, lengths.input, "x");
    CheckLength(weights, lengths.weights, "weights");
    CheckLength(bias, out, "bias");
    CheckLength(y, lengths.output, "y");
    CheckOverlap({{y, "y"}}, {{x, "x"}, {weights, "weights"}, {bias, "bias"}});
    LinearForward(checked_context.pool, GetGemmKernels(checked_context.isa), {n, in, out}, Floats(x),
                  Floats(weights), Floats(bias), Floats(y));
  });
}

rn_status rn_linear_backward(rn_context* context, int64_t n, int32_t in, int32_t out, rn_const_buffer x,
                             rn_const_buffer weights, rn_const_buffer dy, rn_buffer dx, rn_buffer dweights,
                             rn_buffer dbias) {
  return GuardContext(context, [&](rn_context& checked_context) {
    const Lengths lengths(n, in, out);
    CheckLength(x, lengths.input, "x");
    CheckLength(weights, lengths.weights, "weights");
    CheckLength(dy, lengths.output, "dy");
    const bool wants_dx = CheckOptional(dx, lengths.input, "dx");
    CheckLength(dweights, lengths.weights, "dweights");
    CheckLength(dbias, out, "dbias");
    CheckOverlap({{dx, "dx"}, {dweights, "dweights"}, {dbias, "dbias"}},
                 {{x, "x"}, {weights, "weights"}, {dy, "dy"}});
    const GemmKernels& kernels = GetGemmKernels(checked_context.isa);
    const LinearShape shape{n, in, out};
    if (wants_dx) LinearBackwardData(checked_context.pool, kernels, shape, Floats(dy), Floats(weights), Floats(dx));
    LinearBackwardWeights(checked_context.pool, kernels, shape, Floats(x), Floats(dy), Floats(dweights),
                          Floats(dbias));
  });
}
