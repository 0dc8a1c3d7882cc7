#include "batchnorm/batchnorm.h"

#include <cmath>

#include "abi/context.h"
#include "abi/elements.h"

using namespace resnet;

namespace {

BatchNormShape CheckShape(int64_t rows, int32_t channels, float epsilon) {
  Product({rows, channels}, "x");
  Require(std::isfinite(epsilon) && epsilon >= 0, "epsilon is %g; it must be finite and not negative.",
          double{epsilon});
  return {rows, channels};
}

}  // namespace

rn_status rn_batch_norm_train(rn_context* context, int64_t rows, int32_t channels, float epsilon, float momentum,
                              rn_const_buffer x, rn_const_buffer gamma, rn_const_buffer beta,
                              rn_const_buffer residual, int32_t relu, rn_buffer running_mean,
                              rn_buffer running_variance, rn_buffer saved_mean, rn_buffer saved_inv_std,
                              rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const BatchNormShape shape = CheckShape(rows, channels, epsilon);
    const int64_t count = rows * channels;
    Require(rows >= 2, "rows is %lld; training needs at least 2 to have a variance.", static_cast<long long>(rows));
    Require(momentum >= 0 && momentum <= 1, "momentum is %g; it must be 0 to 1.", double{momentum});
    const bool rectify = CheckSwitch(relu, "relu");
    CheckLength(x, count, "x", x.type);
    CheckLength(gamma, channels, "gamma");
    CheckLength(beta, channels, "beta");
    const bool add = CheckOptional(residual, count, "residual", x.type);
    CheckLength(running_mean, channels, "running_mean");
    CheckLength(running_variance, channels, "running_variance");
    CheckLength(saved_mean, channels, "saved_mean");
    CheckLength(saved_inv_std, channels, "saved_inv_std");
    CheckLength(y, count, "y", x.type);
    CheckOverlap({{running_mean, "running_mean"},
                  {running_variance, "running_variance"},
                  {saved_mean, "saved_mean"},
                  {saved_inv_std, "saved_inv_std"},
                  {y, "y"}},
                 {{gamma, "gamma"}, {beta, "beta"}, {residual, "residual"}});
    for (const Span& statistic : {Span(running_mean, "running_mean"), Span(running_variance, "running_variance"),
                                  Span(saved_mean, "saved_mean"), Span(saved_inv_std, "saved_inv_std")}) {
      CheckOverlap({statistic}, {{x, "x"}});
    }
    CheckInPlace({y, "y"}, {x, "x"});
    WithElementType(x.type, [&](auto element) {
      using T = decltype(element);
      const BatchNormTrainArguments<T> arguments = {epsilon,
                                                    momentum,
                                                    Elements<T>(x),
                                                    Floats(gamma),
                                                    Floats(beta),
                                                    add ? Elements<T>(residual) : nullptr,
                                                    rectify,
                                                    Floats(running_mean),
                                                    Floats(running_variance),
                                                    Floats(saved_mean),
                                                    Floats(saved_inv_std),
                                                    Elements<T>(y)};
      BatchNormTrain(c.pool, c.vector, shape, arguments);
    });
  });
}

rn_status rn_batch_norm_infer(rn_context* context, int64_t rows, int32_t channels, float epsilon, rn_const_buffer x,
                              rn_const_buffer gamma, rn_const_buffer beta, rn_const_buffer mean,
                              rn_const_buffer variance, rn_const_buffer residual, int32_t relu, rn_buffer y) {
  return GuardContext(context, [&](rn_context& c) {
    const BatchNormShape shape = CheckShape(rows, channels, epsilon);
    const int64_t count = rows * channels;
    const bool rectify = CheckSwitch(relu, "relu");
    CheckLength(x, count, "x", x.type);
    CheckLength(gamma, channels, "gamma");
    CheckLength(beta, channels, "beta");
    CheckLength(mean, channels, "mean");
    CheckLength(variance, channels, "variance");
    const bool add = CheckOptional(residual, count, "residual", x.type);
    CheckLength(y, count, "y", x.type);
    CheckOverlap(
        {{y, "y"}},
        {{gamma, "gamma"}, {beta, "beta"}, {mean, "mean"}, {variance, "variance"}, {residual, "residual"}});
    CheckInPlace({y, "y"}, {x, "x"});
    WithElementType(x.type, [&](auto element) {
      using T = decltype(element);
      const BatchNormInferArguments<T> arguments = {epsilon,
                                                    Elements<T>(x),
                                                    Floats(gamma),
                                                    Floats(beta),
                                                    Floats(mean),
                                                    Floats(variance),
                                                    add ? Elements<T>(residual) : nullptr,
                                                    rectify,
                                                    Elements<T>(y)};
      BatchNormInfer(c.pool, c.vector, shape, arguments);
    });
  });
}

rn_status rn_batch_norm_backward(rn_context* context, int64_t rows, int32_t channels, rn_const_buffer x,
                                 rn_const_buffer y, rn_const_buffer dy, rn_const_buffer gamma, rn_const_buffer beta,
                                 rn_const_buffer saved_mean, rn_const_buffer saved_inv_std, int32_t relu,
                                 rn_buffer dx, rn_buffer dresidual, rn_buffer dgamma, rn_buffer dbeta) {
  return GuardContext(context, [&](rn_context& c) {
    const BatchNormShape shape = CheckShape(rows, channels, 0);
    const int64_t count = rows * channels;
    const bool rectify = CheckSwitch(relu, "relu");
    CheckLength(x, count, "x", x.type);
    const bool gated_by_y = CheckOptional(y, count, "y", x.type);
    Require(rectify || !gated_by_y, "y is given, but relu is 0.");
    CheckLength(dy, count, "dy", x.type);
    CheckLength(gamma, channels, "gamma");
    CheckLength(beta, channels, "beta");
    CheckLength(saved_mean, channels, "saved_mean");
    CheckLength(saved_inv_std, channels, "saved_inv_std");
    CheckLength(dx, count, "dx", x.type);
    const bool residual = CheckOptional(dresidual, count, "dresidual", x.type);
    CheckLength(dgamma, channels, "dgamma");
    CheckLength(dbeta, channels, "dbeta");
    CheckOverlap(
        {{dx, "dx"}, {dresidual, "dresidual"}, {dgamma, "dgamma"}, {dbeta, "dbeta"}},
        {{y, "y"}, {gamma, "gamma"}, {beta, "beta"}, {saved_mean, "saved_mean"}, {saved_inv_std, "saved_inv_std"}});
    CheckOverlap({{dgamma, "dgamma"}, {dbeta, "dbeta"}}, {{x, "x"}, {dy, "dy"}});
    CheckOverlap({{dresidual, "dresidual"}}, {{x, "x"}});
    CheckInPlace({dx, "dx"}, {x, "x"});
    CheckInPlace({dx, "dx"}, {dy, "dy"});
    CheckInPlace({dresidual, "dresidual"}, {dy, "dy"});
    WithElementType(x.type, [&](auto element) {
      using T = decltype(element);
      const BatchNormBackwardArguments<T> arguments = {
          Elements<T>(x),        gated_by_y ? Elements<T>(y) : nullptr,
          Elements<T>(dy),       Floats(gamma),
          Floats(beta),          Floats(saved_mean),
          Floats(saved_inv_std), rectify,
          Elements<T>(dx),       residual ? Elements<T>(dresidual) : nullptr,
          Floats(dgamma),        Floats(dbeta)};
      BatchNormBackward(c.pool, c.vector, shape, arguments);
    });
  });
}
