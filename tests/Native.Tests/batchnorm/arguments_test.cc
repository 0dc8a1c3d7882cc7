#include <gtest/gtest.h>

#include <limits>

#include "support/rejection.h"

namespace resnet {
namespace {

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();

struct TrainCall {
  int64_t rows = 4;
  int32_t channels = 3;
  float epsilon = 1e-5f, momentum = 0.1f;
  int32_t relu = 1;
  std::vector<float> input = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13}, parameters = std::vector<float>(6, 1.0f),
                     output = std::vector<float>(24, kUntouched);
  rn_const_buffer x = {input.data(), 12}, gamma = {&parameters[0], 3}, beta = {&parameters[3], 3},
                  residual = {input.data(), 12};
  rn_buffer running_mean = {&output[0], 3}, running_variance = {&output[3], 3}, saved_mean = {&output[6], 3},
            saved_inv_std = {&output[9], 3}, y = {&output[12], 12};

  rn_status Run(rn_context* context) {
    return rn_batch_norm_train(context, rows, channels, epsilon, momentum, x, gamma, beta, residual, relu,
                               running_mean, running_variance, saved_mean, saved_inv_std, y);
  }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(BatchNormArguments, Train) {
  using Call = TrainCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.rows = 0; },
      [](Call& c) { c.rows = -4; },
      [](Call& c) { c.rows = INT64_MAX; },
      [](Call& c) { c.channels = 0; },
      [](Call& c) { c.channels = -3; },
      // One row has no variance, even if all buffers have the right length.
      [](Call& c) { c.rows = 1, c.x.length = c.residual.length = c.y.length = 3; },
      [](Call& c) { c.epsilon = -1; },
      [](Call& c) { c.epsilon = kNan; },
      [](Call& c) { c.epsilon = std::numeric_limits<float>::infinity(); },
      [](Call& c) { c.momentum = -0.1f; },
      [](Call& c) { c.momentum = 1.1f; },
      [](Call& c) { c.momentum = kNan; },
      [](Call& c) { c.relu = 2; },
      [](Call& c) { c.relu = -1; },
      // Overlaps.
      [](Call& c) { c.y.data = c.output.data(); },
      [](Call& c) { c.saved_mean.data = Floats(c.running_mean) + 1; },
      [](Call& c) { c.residual.data = c.y.data; },
      [](Call& c) { c.x.data = Floats(c.y) - 1; },
      [](Call& c) { c.gamma.data = c.saved_mean.data; },
      [](Call& c) { c.x.data = c.output.data(); },
  };
  SpoilBuffer(spoils, &Call::x);
  SpoilBuffer(spoils, &Call::gamma);
  SpoilBuffer(spoils, &Call::beta);
  SpoilBuffer(spoils, &Call::residual);
  SpoilBuffer(spoils, &Call::running_mean);
  SpoilBuffer(spoils, &Call::running_variance);
  SpoilBuffer(spoils, &Call::saved_mean);
  SpoilBuffer(spoils, &Call::saved_inv_std);
  SpoilBuffer(spoils, &Call::y);
  ExpectRejected(spoils);
}

struct InferCall {
  int64_t rows = 4;
  int32_t channels = 3;
  float epsilon = 1e-5f;
  int32_t relu = 0;
  std::vector<float> input = std::vector<float>(12, 2.0f), parameters = std::vector<float>(12, 1.0f),
                     output = std::vector<float>(12, kUntouched);
  rn_const_buffer x = {input.data(), 12}, gamma = {&parameters[0], 3}, beta = {&parameters[3], 3},
                  mean = {&parameters[6], 3}, variance = {&parameters[9], 3}, residual = {input.data(), 12};
  rn_buffer y = {output.data(), 12};

  rn_status Run(rn_context* context) {
    return rn_batch_norm_infer(context, rows, channels, epsilon, x, gamma, beta, mean, variance, residual, relu, y);
  }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(BatchNormArguments, Infer) {
  using Call = InferCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.rows = 0; },
      [](Call& c) { c.channels = -3; },
      [](Call& c) { c.epsilon = kNan; },
      [](Call& c) { c.relu = 3; },
      [](Call& c) { c.residual.data = c.y.data; },
      [](Call& c) { c.mean.data = Floats(c.y) + 9; },
  };
  SpoilBuffer(spoils, &Call::x);
  SpoilBuffer(spoils, &Call::gamma);
  SpoilBuffer(spoils, &Call::beta);
  SpoilBuffer(spoils, &Call::mean);
  SpoilBuffer(spoils, &Call::variance);
  SpoilBuffer(spoils, &Call::residual);
  SpoilBuffer(spoils, &Call::y);
  ExpectRejected(spoils);
}

struct BackwardCall {
  int64_t rows = 4;
  int32_t channels = 3;
  int32_t relu = 1;
  std::vector<float> input = std::vector<float>(36, 2.0f), parameters = std::vector<float>(12, 1.0f),
                     output = std::vector<float>(30, kUntouched);
  rn_const_buffer x = {&input[0], 12}, y = {&input[12], 12}, dy = {&input[24], 12}, gamma = {&parameters[0], 3},
                  mean = {&parameters[3], 3}, inv_std = {&parameters[6], 3}, beta = {&parameters[9], 3};
  rn_buffer dx = {&output[0], 12}, dresidual = {&output[12], 12}, dgamma = {&output[24], 3},
            dbeta = {&output[27], 3};

  rn_status Run(rn_context* context) {
    return rn_batch_norm_backward(context, rows, channels, x, y, dy, gamma, beta, mean, inv_std, relu, dx,
                                  dresidual, dgamma, dbeta);
  }
  bool Untouched() const { return IsUntouched(output); }
};

TEST(BatchNormArguments, Backward) {
  using Call = BackwardCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.rows = -1; },
      [](Call& c) { c.channels = 0; },
      [](Call& c) { c.relu = 2; },
      [](Call& c) { c.relu = 0; },                    // but y is not empty
      [](Call& c) { c.dresidual.data = c.dx.data; },  // both in the same memory
      [](Call& c) { c.dx.data = c.dresidual.data = const_cast<void*>(c.dy.data); },
      [](Call& c) { c.x.data = Floats(c.dx) + 1; },
      [](Call& c) { c.x.data = c.dresidual.data; },
      [](Call& c) { c.x.data = c.dgamma.data; },
      [](Call& c) { c.y.data = c.dx.data; },
      [](Call& c) { c.dy.data = Floats(c.dx) + 1; },
      [](Call& c) { c.dbeta.data = Floats(c.dgamma) + 1; },
      [](Call& c) { c.gamma.data = c.dgamma.data; },
      [](Call& c) { c.beta.data = c.dbeta.data; },
  };
  SpoilBuffer(spoils, &Call::beta);
  SpoilBuffer(spoils, &Call::x);
  SpoilBuffer(spoils, &Call::y);
  SpoilBuffer(spoils, &Call::dy);
  SpoilBuffer(spoils, &Call::gamma);
  SpoilBuffer(spoils, &Call::mean);
  SpoilBuffer(spoils, &Call::inv_std);
  SpoilBuffer(spoils, &Call::dx);
  SpoilBuffer(spoils, &Call::dresidual);
  SpoilBuffer(spoils, &Call::dgamma);
  SpoilBuffer(spoils, &Call::dbeta);
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
