// Batch normalization in double precision by definition, with error bounds for a computation in float.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "support/compare.h"
#include "support/gradient.h"

namespace resnet {

// The maximum number of terms that are summed in single precision before the sum is continued in double precision.
inline double ChainLength(int64_t rows) { return static_cast<double>(std::min<int64_t>(rows, 256)); }

struct BatchNormReference {
  int64_t rows, channels;
  double epsilon = 1e-5;
  Doubles mean, variance;  // biased
  std::vector<double> mean_error, variance_error;

  // cancellation bounds (shift - mean)^2 / variance for the shift that the kernel subtracts: 16 for any data, 1 for
  // rows of the same distribution.
  BatchNormReference(int64_t row_count, int64_t channel_count, const Doubles& x, double cancellation = 1)
      : rows(row_count),
        channels(channel_count),
        mean(channel_count),
        variance(channel_count),
        mean_error(channel_count),
        variance_error(channel_count) {
    const auto n = static_cast<double>(rows);
    const double rounding = kEpsilon * (ChainLength(rows) + 4);
    for (int64_t c = 0; c < channels; ++c) {
      double sum = 0, squares = 0;
      for (int64_t r = 0; r < rows; ++r) sum += x[r * channels + c];
      mean[c] = sum / n;
      for (int64_t r = 0; r < rows; ++r) squares += std::pow(x[r * channels + c] - mean[c], 2);
      variance[c] = squares / n;
      const double spread = std::sqrt(variance[c] * (1 + cancellation));
      // A constant channel's shift is its mean rounded to float.
      const double shift_error = kEpsilon * std::abs(mean[c]);
      mean_error[c] = rounding * (spread + shift_error) + 2 * kEpsilon * std::abs(mean[c]);
      variance_error[c] = rounding * (spread * spread + shift_error * shift_error) * 2;
    }
  }

  double InvStd(int64_t c) const { return 1 / std::sqrt(variance[c] + epsilon); }
  double RelativeInvStdError(int64_t c) const {
    return variance_error[c] / (variance[c] + epsilon) / 2 + 4 * kEpsilon;
  }

  // residual may be empty.
  std::vector<Expected> Output(const Doubles& x, const Doubles& gamma, const Doubles& beta, const Doubles& residual,
                               bool relu) const {
    std::vector<Expected> y(x.size());
    for (size_t i = 0; i < x.size(); ++i) {
      const auto c = static_cast<int64_t>(i) % channels;
      const double scale = gamma[c] * InvStd(c);
      const double normal = (x[i] - mean[c]) * scale;
      const double added = residual.empty() ? 0 : residual[i];
      const double value = normal + beta[c] + added;
      y[i].value = relu ? std::max(value, 0.0) : value;
      y[i].tolerance = 4 * kEpsilon * (std::abs(normal) + std::abs(beta[c]) + std::abs(added)) +
                       std::abs(scale) * mean_error[c] + std::abs(normal) * RelativeInvStdError(c);
    }
    return y;
  }
};

// The gradients by their formulas, from the kernel's operands.
struct BatchNormGradients {
  std::vector<Expected> dx, dgamma, dbeta, dresidual;

  // y empty: no ReLU.
  BatchNormGradients(int64_t rows, int64_t channels, const Doubles& x, const Doubles& y, const Doubles& dy,
                     const Doubles& gamma, const Doubles& mean, const Doubles& inv_std)
      : dx(x.size()), dgamma(channels), dbeta(channels), dresidual(x.size()) {
    const auto n = static_cast<double>(rows);
    const double rounding = kEpsilon * (ChainLength(rows) + 4);
    for (int64_t c = 0; c < channels; ++c) {
      double sum = 0, product = 0, sum_size = 0, product_size = 0;
      for (int64_t i = c; i < rows * channels; i += channels) {
        const double g = y.empty() || y[i] > 0 ? dy[i] : 0;
        const double xhat = (x[i] - mean[c]) * inv_std[c];
        dresidual[i] = {g, 0};
        sum += g;
        sum_size += std::abs(g);
        product += g * xhat;
        product_size += std::abs(g * xhat);
      }
      dbeta[c] = {sum, rounding * sum_size};
      dgamma[c] = {product, rounding * product_size};
      const double scale = gamma[c] * inv_std[c];
      for (int64_t i = c; i < rows * channels; i += channels) {
        const double g = dresidual[i].value;
        const double xhat = (x[i] - mean[c]) * inv_std[c];
        const double size = std::abs(g) + std::abs(sum / n) + std::abs(xhat * product / n);
        dx[i].value = scale * (g - sum / n - xhat * product / n);
        dx[i].tolerance = std::abs(scale) *
                          (6 * kEpsilon * size + dbeta[c].tolerance / n + std::abs(xhat) * dgamma[c].tolerance / n);
      }
    }
  }
};

}  // namespace resnet
