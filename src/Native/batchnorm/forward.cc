#include <algorithm>
#include <cmath>

#include "base/scratch.h"
#include "batchnorm/batchnorm.h"
#include "batchnorm/row_chunks.h"
#include "batchnorm/scale.h"

namespace resnet {
namespace {

// y = relu?((x - mean) * scale + beta + residual), where mean, scale and beta are per channel.
template <class T>
void Normalize(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape, const T* x, const float* mean,
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
    vector.Activations<T>().normalize({(end - begin) * shape.channels, period}, x + first, repeated,
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
  double* const centered = mean + channels;
  BatchNormMoments(pool, vector, shape, arguments.x, mean, centered);

  const auto rows = static_cast<double>(shape.rows);
  const Scratch factors(static_cast<size_t>(3 * channels));
  float* const center = factors.data();
  float* const inv_std = center + channels;
  float* const scale = inv_std + channels;
  for (int64_t c = 0; c < channels; ++c) {
    // Rounding may make a constant channel slightly negative. The comparison keeps NaN.
    if (centered[c] < 0) centered[c] = 0;
    const double deviation = std::sqrt(centered[c] / rows + arguments.epsilon);
    center[c] = static_cast<float>(mean[c]);
    inv_std[c] = static_cast<float>(1 / deviation);
    scale[c] = BatchNormScale(arguments.gamma[c], inv_std[c]);
  }
  Normalize(pool, vector, shape, arguments.x, center, scale, arguments.beta, arguments.residual, arguments.relu,
            arguments.y);

  // Nothing can fail from here, so a failed call does not change the statistics.
  std::copy_n(center, channels, arguments.saved_mean);
  std::copy_n(inv_std, channels, arguments.saved_inv_std);
  for (int64_t c = 0; c < channels; ++c) {
    float& running_mean = arguments.running_mean[c];
    float& running_variance = arguments.running_variance[c];
    running_mean += static_cast<float>(arguments.momentum * (mean[c] - running_mean));
    running_variance += static_cast<float>(arguments.momentum * (centered[c] / (rows - 1) - running_variance));
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
  Normalize(pool, vector, shape, arguments.x, arguments.mean, scale.data(), arguments.beta, arguments.residual,
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
