// The memory-bound kernels of one instruction set.
//
// Operands of one call must be the same array or disjoint. NaN and infinity propagate.
#pragma once

#include <cstdint>
#include <type_traits>

#include "base/bfloat16.h"
#include "base/isa.h"

namespace resnet {

struct SgdRates {
  float learning_rate, momentum, weight_decay, gradient_scale;
  bool nesterov;
};

// `count` consecutive elements of a [rows][channels] tensor from the start of a row, and per-channel values
// repeated over `period` elements (a multiple of the channels, see period.h): element i uses entry i mod period.
struct Periodic {
  int64_t count;
  int64_t period;
};

// The elements that the ReLU after a normalization did not clip: those with y > 0; or, if y is null, those with
// (x - mean) * scale + beta > 0, for the factors of the normalization; or, if all are null, all elements.
template <class T>
struct ReluGate {
  const T* y;
  const float *scale, *beta;
};

// The kernels over activations of type T, float or BFloat16. They compute in float and round once, when they store.
template <class T>
struct ActivationKernels {
  // y[i] = max(x[i], 0)
  void (*relu)(int64_t count, const T* x, T* y);
  // dx[i] = y[i] > 0 ? dy[i] : 0
  void (*relu_backward)(int64_t count, const T* y, const T* dy, T* dx);
  // y[i] = a[i] + b[i]
  void (*add)(int64_t count, const T* a, const T* b, T* y);

  // In the following, j = i mod period.

  // sum[j] += x[i]
  void (*sum)(Periodic range, const T* x, float* sum);
  // sum[j] += d, squares[j] += d * d, with d = x[i] - shift[j]
  void (*moments)(Periodic range, const T* x, const float* shift, float* sum, float* squares);
  // y[i] = relu?((x[i] - mean[j]) * scale[j] + beta[j] + residual[i]); residual may be null
  void (*normalize)(Periodic range, const T* x, const float* mean, const float* scale, const float* beta,
                    const T* residual, bool relu, T* y);
  // With g = dy[i] for elements of the gate, else 0: sum[j] += g, product[j] += g * (x[i] - mean[j]);
  // gated[i] = g unless gated is null
  void (*gradient_sums)(Periodic range, const T* x, ReluGate<T> gate, const T* dy, const float* mean, float* sum,
                        float* product, T* gated);
  // dx[i] = scale[j] * (g - offset[j] - (x[i] - mean[j]) * slope[j])
  void (*normalize_backward)(Periodic range, const T* x, ReluGate<T> gate, const T* dy, const float* mean,
                             const float* scale, const float* offset, const float* slope, T* dx);

  // y[c] = the largest of taps[t][c], argmax[c] = ids[t] of the first tap with that value. NaN counts as the
  // largest. count is at least 1; argmax may be null.
  void (*max_of_taps)(int32_t count, const T* const* taps, const uint8_t* ids, int64_t channels, T* y,
                      uint8_t* argmax);
  // dx[c] = sum over t of (argmax[t][c] == ids[t] ? dy[t][c] : 0), in the order of t
  void (*sum_of_winners)(int32_t count, const T* const* dy, const uint8_t* const* argmax, const uint8_t* ids,
                         int64_t channels, T* dx);
  // y[c] = the mean of taps[t][c]
  void (*mean_of_taps)(int32_t count, const T* const* taps, int64_t channels, T* y);
  // y[i] = x[i] / divisor
  void (*divide)(int64_t count, const T* x, float divisor, T* y);

  // out[i] = (x[i] - mean[i]) * scale[i]
  void (*standardize_bytes)(int64_t count, const uint8_t* x, const float* mean, const float* scale, T* out);
  void (*standardize_floats)(int64_t count, const float* x, const float* mean, const float* scale, T* out);
  // y[i] = share * a[i] + (1 - share) * b[i]
  void (*blend)(int64_t count, float share, const T* a, const T* b, T* y);
};

// The kernels over uint8 activations, as in ActivationKernels. Sums are of the bytes themselves; argmax must be
// null.
struct ByteKernels {
  void (*sum)(Periodic range, const uint8_t* x, float* sum);
  void (*max_of_taps)(int32_t count, const uint8_t* const* taps, const uint8_t* ids, int64_t channels, uint8_t* y,
                      uint8_t* argmax);
  // Rounded to nearest, ties up.
  void (*mean_of_taps)(int32_t count, const uint8_t* const* taps, int64_t channels, uint8_t* y);
};

struct VectorKernels {
  ActivationKernels<float> fp32;
  ActivationKernels<BFloat16> bf16;
  ByteKernels bytes;

  void (*widen)(int64_t count, const BFloat16* x, float* y);
  void (*round)(int64_t count, const float* x, BFloat16* y);
  // out[i] = sum over t < taps of weights[t] * x[t * stride + i], in the order of t, each operation rounded
  void (*weighted_bytes)(int64_t count, int32_t taps, const float* weights, const uint8_t* x, int64_t stride,
                         float* out);
  void (*weighted_floats)(int64_t count, int32_t taps, const float* weights, const float* x, int64_t stride,
                          float* out);
  // The formula of rn_sgd_step, without the average.
  void (*sgd)(int64_t count, const SgdRates& rates, const float* gradient, float* velocity, float* weights);
  // average[i] += rate * (x[i] - average[i])
  void (*moving_average)(int64_t count, float rate, const float* x, float* average);
  // The sum of x[i]^2.
  double (*sum_of_squares)(int64_t count, const float* x);

  template <class T>
  const auto& Activations() const {
    if constexpr (std::is_same<T, float>::value) {
      return fp32;
    } else if constexpr (std::is_same<T, uint8_t>::value) {
      return bytes;
    } else {
      return bf16;
    }
  }
};

const VectorKernels& GetVectorKernels(Isa isa);

}  // namespace resnet
