#include <algorithm>

#include "base/scratch.h"
#include "batchnorm/batchnorm.h"
#include "batchnorm/row_chunks.h"

namespace resnet {
namespace {

// sum[c] of g and product[c] of g * (x - mean), over all rows.
template <class T>
void GradientSums(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                  const BatchNormBackwardArguments<T>& arguments, double* sum, double* product) {
  const RowChunks chunks(shape);
  const int64_t channels = shape.channels;
  const int64_t period = chunks.period;
  const Scratch mean(static_cast<size_t>(period));
  Repeat(arguments.saved_mean, channels, period, mean.data());
  const Scratch scratch(static_cast<size_t>(chunks.count * 2 * channels * 2));
  auto* const partial = reinterpret_cast<double*>(scratch.data());

  ForChunks(pool, shape.rows, chunks.rows, [&](int64_t begin, int64_t end) {
    const Scratch sums(static_cast<size_t>(2 * period));
    std::fill_n(sums.data(), 2 * period, 0.0f);
    const int64_t first = begin * channels;
    vector.Activations<T>().gradient_sums({(end - begin) * channels, period}, arguments.x + first,
                                          arguments.y != nullptr ? arguments.y + first : nullptr,
                                          arguments.dy + first, mean.data(), sums.data(), sums.data() + period);
    double* const out = partial + begin / chunks.rows * 2 * channels;
    Fold(sums.data(), channels, period, out);
    Fold(sums.data() + period, channels, period, out + channels);
  });

  std::fill_n(sum, channels, 0.0);
  std::fill_n(product, channels, 0.0);
  for (int64_t chunk = 0; chunk < chunks.count; ++chunk) {
    const double* const in = partial + chunk * 2 * channels;
    for (int64_t c = 0; c < channels; ++c) {
      sum[c] += in[c];
      product[c] += in[channels + c];
    }
  }
}

}  // namespace

template <class T>
void BatchNormBackward(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape,
                       const BatchNormBackwardArguments<T>& arguments) {
  const RowChunks chunks(shape);
  const int64_t channels = shape.channels;
  const int64_t period = chunks.period;
  const Scratch sums(static_cast<size_t>(4 * channels));
  auto* const sum = reinterpret_cast<double*>(sums.data());
  double* const product = sum + channels;
  const Scratch repeated(static_cast<size_t>(4 * period));
  float* const mean = repeated.data();
  float* const scale = mean + period;
  float* const offset = scale + period;
  float* const slope = offset + period;
  GradientSums(pool, vector, shape, arguments, sum, product);

  // dx = scale * (g - offset - (x - mean) * slope): xhat's inv_std goes into the slope.
  const auto rows = static_cast<double>(shape.rows);
  for (int64_t c = 0; c < channels; ++c) {
    const double inv_std = arguments.saved_inv_std[c];
    const double dgamma = product[c] * inv_std;
    scale[c] = static_cast<float>(arguments.gamma[c] * inv_std);
    offset[c] = static_cast<float>(sum[c] / rows);
    slope[c] = static_cast<float>(dgamma / rows * inv_std);
    arguments.dgamma[c] = static_cast<float>(dgamma);
    arguments.dbeta[c] = static_cast<float>(sum[c]);
  }
  Repeat(arguments.saved_mean, channels, period, mean);
  for (float* values : {scale, offset, slope}) Repeat(values, channels, period, values);

  ForChunksBackwards(pool, shape.rows, chunks.rows, [&](int64_t begin, int64_t end) {
    const int64_t first = begin * channels;
    vector.Activations<T>().normalise_backward(
        {(end - begin) * channels, period}, arguments.x + first,
        arguments.y != nullptr ? arguments.y + first : nullptr, arguments.dy + first, mean, scale, offset, slope,
        arguments.dx + first, arguments.dresidual != nullptr ? arguments.dresidual + first : nullptr);
  });
}

template void BatchNormBackward(ThreadPool&, const VectorKernels&, BatchNormShape,
                                const BatchNormBackwardArguments<float>&);
template void BatchNormBackward(ThreadPool&, const VectorKernels&, BatchNormShape,
                                const BatchNormBackwardArguments<BFloat16>&);

}  // namespace resnet
