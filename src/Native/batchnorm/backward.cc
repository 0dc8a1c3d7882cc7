#include <algorithm>

#include "base/scratch.h"
#include "batchnorm/batchnorm.h"
#include "batchnorm/row_chunks.h"
#include "batchnorm/scale.h"

namespace resnet {
namespace {

// The source of g, the gradient behind the ReLU: gradient[i] for the elements of the gate, else 0.
template <class T>
struct GatedGradient {
  const T* gradient;
  ReluGate<T> gate;

  GatedGradient From(int64_t first) const {
    ReluGate<T> rest = gate;
    if (rest.y != nullptr) rest.y += first;
    return {gradient + first, rest};
  }
};

// sum[c] of g and product[c] of g * (x - mean), over all rows; mean is repeated over a period. dresidual = g,
// unless it is null.
template <class T>
void GradientSums(ThreadPool& pool, const VectorKernels& vector, const RowChunks& chunks, int64_t rows,
                  int64_t channels, const T* x, const GatedGradient<T>& incoming, const float* mean, T* dresidual,
                  double* sum, double* product) {
  const int64_t period = chunks.period;
  const Scratch scratch(static_cast<size_t>(chunks.count * 2 * channels * 2));
  auto* const partial = reinterpret_cast<double*>(scratch.data());

  ForChunks(pool, rows, chunks.rows, [&](int64_t begin, int64_t end) {
    const Scratch sums(static_cast<size_t>(2 * period));
    std::fill_n(sums.data(), 2 * period, 0.0f);
    const int64_t first = begin * channels;
    const GatedGradient<T> g = incoming.From(first);
    vector.Activations<T>().gradient_sums({(end - begin) * channels, period}, x + first, g.gate, g.gradient, mean,
                                          sums.data(), sums.data() + period,
                                          dresidual != nullptr ? dresidual + first : nullptr);
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
  const int64_t channels = shape.channels, period = chunks.period;
  const Scratch sums(static_cast<size_t>(4 * channels));
  auto* const sum = reinterpret_cast<double*>(sums.data());
  double* const product = sum + channels;
  const Scratch repeated(static_cast<size_t>(5 * period));
  float* const mean = repeated.data();
  float* const scale = mean + period;
  float* const beta = scale + period;
  float* const offset = beta + period;
  float* const slope = offset + period;
  for (int64_t c = 0; c < channels; ++c) scale[c] = BatchNormScale(arguments.gamma[c], arguments.saved_inv_std[c]);
  Repeat(arguments.saved_mean, channels, period, mean);
  Repeat(scale, channels, period, scale);
  Repeat(arguments.beta, channels, period, beta);
  GatedGradient<T> incoming = {arguments.dy, {nullptr, nullptr, nullptr}};
  if (arguments.relu && arguments.y != nullptr) incoming.gate.y = arguments.y;
  if (arguments.relu && arguments.y == nullptr) incoming.gate = {nullptr, scale, beta};
  GradientSums(pool, vector, chunks, shape.rows, channels, arguments.x, incoming, mean, arguments.dresidual, sum,
               product);
  // The first pass has stored g in dresidual, so the second pass needs no gate.
  if (arguments.dresidual != nullptr) incoming = {arguments.dresidual, {nullptr, nullptr, nullptr}};

  // dx = scale * (g - offset - (x - mean) * slope), where slope includes the inv_std of xhat.
  const auto rows = static_cast<double>(shape.rows);
  for (int64_t c = 0; c < channels; ++c) {
    const double inv_std = arguments.saved_inv_std[c];
    const double dgamma = product[c] * inv_std;
    offset[c] = static_cast<float>(sum[c] / rows);
    slope[c] = static_cast<float>(dgamma / rows * inv_std);
    arguments.dgamma[c] = static_cast<float>(dgamma);
    arguments.dbeta[c] = static_cast<float>(sum[c]);
  }
  for (float* values : {offset, slope}) Repeat(values, channels, period, values);

  ForChunksBackwards(pool, shape.rows, chunks.rows, [&](int64_t begin, int64_t end) {
    const int64_t first = begin * channels;
    const GatedGradient<T> g = incoming.From(first);
    vector.Activations<T>().normalize_backward({(end - begin) * channels, period}, arguments.x + first, g.gate,
                                               g.gradient, mean, scale, offset, slope, arguments.dx + first);
  });
}

template void BatchNormBackward(ThreadPool&, const VectorKernels&, BatchNormShape,
                                const BatchNormBackwardArguments<float>&);
template void BatchNormBackward(ThreadPool&, const VectorKernels&, BatchNormShape,
                                const BatchNormBackwardArguments<BFloat16>&);

}  // namespace resnet
