#include <cmath>

#include "abi/context.h"
#include "optimizer/sgd.h"

using namespace resnet;

rn_status rn_sgd_step(rn_context* context, float learning_rate, float momentum, float weight_decay,
                      int32_t nesterov, rn_const_buffer gradient, rn_buffer velocity, rn_buffer weights) {
  return GuardContext(context, [&](rn_context& c) {
    Require(std::isfinite(learning_rate), "learning_rate is %g; it is finite.", double{learning_rate});
    Require(std::isfinite(momentum), "momentum is %g; it is finite.", double{momentum});
    Require(std::isfinite(weight_decay), "weight_decay is %g; it is finite.", double{weight_decay});
    const SgdRates rates = {learning_rate, momentum, weight_decay, CheckSwitch(nesterov, "nesterov")};
    const int64_t count = Product({weights.length}, "weights", 0);
    CheckLength(weights, count, "weights");
    CheckLength(gradient, count, "gradient");
    CheckLength(velocity, count, "velocity");
    CheckOverlap({{velocity, "velocity"}, {weights, "weights"}}, {{gradient, "gradient"}});
    SgdStep(c.pool, c.vector, rates, count, Floats(gradient), Floats(velocity), Floats(weights));
  });
}
