// Batch normalisation over the rows of x [rows][channels], with the residual add and ReLU that follow it.
// Formulas: resnet_native.h. Null stands for an optional operand that is absent.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

struct BatchNormShape {
  int64_t rows;
  int64_t channels;
};

// mean[c], and centred[c] = sum over rows of (x - mean)^2.
void BatchNormMoments(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape, const float* x,
                      double* mean, double* centred);

// y = relu?((x - mean) * scale + beta + residual), all but x, residual and y per channel.
void BatchNormApply(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape, const float* x,
                    const float* mean, const float* scale, const float* beta, const float* residual, bool relu,
                    float* y);

struct BatchNormTrainArguments {
  float epsilon, momentum;
  const float *x, *gamma, *beta, *residual;
  bool relu;
  float *running_mean, *running_variance, *saved_mean, *saved_inv_std, *y;
};
void BatchNormTrain(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                    const BatchNormTrainArguments& arguments);

struct BatchNormInferArguments {
  float epsilon;
  const float *x, *gamma, *beta, *mean, *variance, *residual;
  bool relu;
  float* y;
};
void BatchNormInfer(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                    const BatchNormInferArguments& arguments);

struct BatchNormBackwardArguments {
  const float *x, *y, *dy, *gamma, *saved_mean, *saved_inv_std;  // y null: no ReLU
  float *dx, *dresidual, *dgamma, *dbeta;
};
void BatchNormBackward(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                       const BatchNormBackwardArguments& arguments);

}  // namespace resnet
