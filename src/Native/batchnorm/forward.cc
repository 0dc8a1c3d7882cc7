#include <algorithm>
#include <cmath>

#include "base/scratch.h"
#include "batchnorm/batchnorm.h"
#include "batchnorm/row_chunks.h"
#include "batchnorm/scale.h"

namespace resnet {
namespace {

// y = relu?((x - mean) * scale + beta + residual), all but x, residual and y per channel.
template <class T>
void Normalise(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape, const T* x, const float* mean,
               const float* scale, const float* beta, const T* residual, bool relu, T* y) {
  const RowChunks chunks(shape);
  const int64_t period = chunks.period;
  const Scratch scratch(static_cast<size_t>(3 * period));
  float* const repeated = scratch.data();
  Repeat(mean, shape.channels, period, repeated);
  Repeat(scale, shape.channels, period, repeated + period);
  Repeat(beta, shape.channels, period, repeated + 2 * period);
  ForChunksBackwards(pool, shape.rows, chunks.rows, [&](int64_t begin, int64_t end) {
    const int64_t first = begin * shape.channels;
    vector.Activations<T>().normalise({(end - begin) * shape.channels, period}, x + first, repeated,
                                      repeated + period, repeated + 2 * period,
                                      residual != nullptr ? residual + first : nullptr, relu, y + first);
  });
}

}  // namespace

template <class T>
void BatchNormTrain(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                    const BatchNormTrainArguments<T>& arguments) {
  const int64_t channels = shape.channels;
  const Scratch moments(static_cast<size_t>(4 * channels));
  auto* const mean = reinterpret_cast<double*>(moments.data());
  double* const centred = mean + channels;
  BatchNormMoments(pool, vector, shape, arguments.x, mean, centred);

  const auto rows = static_cast<double>(shape.rows);
  const Scratch factors(static_cast<size_t>(3 * channels));
  float* const centre = factors.data();
  float* const inv_std = centre + channels;
  float* const scale = inv_std + channels;
  for (int64_t c = 0; c < channels; ++c) {
    // Rounding may leave a constant channel a hair below zero. (A comparison that keeps NaN.)
    if (centred[c] < 0) centred[c] = 0;
    const double deviation = std::sqrt(centred[c] / rows + arguments.epsilon);
    centre[c] = static_cast<float>(mean[c]);
    inv_std[c] = static_cast<float>(1 / deviation);
    scale[c] = BatchNormScale(arguments.gamma[c], inv_std[c]);
  }
  Normalise(pool, vector, shape, arguments.x, centre, scale, arguments.beta, arguments.residual, arguments.relu,
            arguments.y);

  // Nothing fails from here on: a failed call leaves no statistics behind.
  std::copy_n(centre, channels, arguments.saved_mean);
  std::copy_n(inv_std, channels, arguments.saved_inv_std);
  for (int64_t c = 0; c < channels; ++c) {
    float& running_mean = arguments.running_mean[c];
    float& running_variance = arguments.running_variance[c];
    running_mean += static_cast<float>(arguments.momentum * (mean[c] - running_mean));
    running_variance += static_cast<float>(arguments.momentum * (centred[c] / (rows - 1) - running_variance));
  }
}

template <class T>
void BatchNormInfer(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                    const BatchNormInferArguments<T>& arguments) {
  const Scratch scale(static_cast<size_t>(shape.channels));
  for (int64_t c = 0; c < shape.channels; ++c) {
    const double deviation = std::sqrt(static_cast<double>(arguments.variance[c]) + arguments.epsilon);
    scale.data()[c] = static_cast<float>(arguments.gamma[c] / deviation);
  }
  Normalise(pool, vector, shape, arguments.x, arguments.mean, scale.data(), arguments.beta, arguments.residual,
            arguments.relu, arguments.y);
}

#define RESNET_INSTANTIATE(T)                                                     \
  template void BatchNormTrain(ThreadPool&, const VectorKernels&, BatchNormShape, \
                               const BatchNormTrainArguments<T>&);                \
  template void BatchNormInfer(ThreadPool&, const VectorKernels&, BatchNormShape, \
                               const BatchNormInferArguments<T>&);
RESNET_INSTANTIATE(float)
RESNET_INSTANTIATE(BFloat16)
#undef RESNET_INSTANTIATE

}  // namespace resnet
