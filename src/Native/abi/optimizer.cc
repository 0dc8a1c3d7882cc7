#include <cmath>

#include "abi/context.h"
#include "optimizer/parameters.h"
#include "optimizer/sgd.h"

using namespace resnet;

namespace {

void CheckFinite(float value, const char* name) {
  Require(std::isfinite(value), "%s is %g; it must be finite.", name, double{value});
}

void CheckRate(float value, const char* name) {
  Require(value >= 0 && value <= 1, "%s is %g; it must be 0 to 1.", name, double{value});
}

}  // namespace

rn_status rn_sgd_step(rn_context* context, const rn_sgd_rates* rates, rn_const_buffer gradient, rn_buffer velocity,
                      rn_buffer weights, rn_buffer average) {
  return GuardContext(context, [&](rn_context& c) {
    Require(rates != nullptr, "rates is null.");
    CheckFinite(rates->learning_rate, "learning_rate");
    CheckFinite(rates->momentum, "momentum");
    CheckFinite(rates->weight_decay, "weight_decay");
    CheckFinite(rates->gradient_scale, "gradient_scale");
    CheckRate(rates->average_rate, "average_rate");
    const SgdRates checked = {rates->learning_rate, rates->momentum, rates->weight_decay, rates->gradient_scale,
                              CheckSwitch(rates->nesterov, "nesterov")};
    const int64_t count = Product({weights.length}, "weights", 0);
    CheckLength(weights, count, "weights");
    CheckLength(gradient, count, "gradient");
    CheckLength(velocity, count, "velocity");
    float* const averages = CheckOptional(average, count, "average") ? Floats(average) : nullptr;
    CheckOverlap({{velocity, "velocity"}, {weights, "weights"}, {average, "average"}}, {{gradient, "gradient"}});
    SgdStep(c.pool, c.vector, checked, rates->average_rate, count, Floats(gradient), Floats(velocity),
            Floats(weights), averages);
  });
}

rn_status rn_moving_average(rn_context* context, float rate, rn_const_buffer x, rn_buffer average) {
  return GuardContext(context, [&](rn_context& c) {
    CheckRate(rate, "rate");
    const int64_t count = Product({average.length}, "average", 0);
    CheckLength(average, count, "average");
    CheckLength(x, count, "x");
    CheckOverlap({{average, "average"}}, {{x, "x"}});
    MovingAverage(c.pool, c.vector, rate, count, Floats(x), Floats(average));
  });
}

rn_status rn_sum_of_squares(rn_context* context, rn_const_buffer x, double* sum) {
  return GuardContext(context, [&](rn_context& c) {
    Require(sum != nullptr, "sum is null.");
    const int64_t count = Product({x.length}, "x", 0);
    CheckLength(x, count, "x");
    *sum = SumOfSquares(c.pool, c.vector, count, Floats(x));
  });
}
