// Batch normalization over the rows of x [rows][channels], with the residual add and ReLU that follow it.
// Formulas: resnet_native.h. Optional operands may be null; T is float or BFloat16.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

struct BatchNormShape {
  int64_t rows;
  int64_t channels;
};

// mean[c], and centered[c] = sum over rows of (x - mean)^2.
template <class T>
void BatchNormMoments(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape, const T* x, double* mean,
                      double* centered);

template <class T>
struct BatchNormTrainArguments {
  float epsilon, momentum;
  const T* x;
  const float *gamma, *beta;
  const T* residual;
  bool relu;
  float *running_mean, *running_variance, *saved_mean, *saved_inv_std;
  T* y;
};
template <class T>
void BatchNormTrain(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                    const BatchNormTrainArguments<T>& arguments);

template <class T>
struct BatchNormInferArguments {
  float epsilon;
  const T* x;
  const float *gamma, *beta, *mean, *variance;
  const T* residual;
  bool relu;
  T* y;
};
template <class T>
void BatchNormInfer(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                    const BatchNormInferArguments<T>& arguments);

template <class T>
struct BatchNormBackwardArguments {
  const T *x, *y, *dy;  // if y is null and relu set, y > 0 is recomputed from x
  const float *gamma, *beta, *saved_mean, *saved_inv_std;
  bool relu;
  T *dx, *dresidual;
  float *dgamma, *dbeta;
};
template <class T>
void BatchNormBackward(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                       const BatchNormBackwardArguments<T>& arguments);

}  // namespace resnet
