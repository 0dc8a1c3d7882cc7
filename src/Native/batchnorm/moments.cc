#include <algorithm>

#include "base/scratch.h"
#include "batchnorm/batchnorm.h"
#include "batchnorm/row_chunks.h"

namespace resnet {
namespace {

// Mean and centered sum of squares of one chunk in one pass: the sums of d and d^2 with d = x - shift, where shift
// is the mean of the first sixteenth of the chunk's rows. That mean is at most sqrt(15) standard deviations from
// the mean of the chunk, so that subtracting sum(d)^2 / rows cancels at most four bits, for any values and any
// mean.
template <class T>
void ChunkMoments(const ActivationKernels<T>& kernels, int64_t channels, int64_t period, int64_t rows, const T* x,
                  double* mean, double* centered) {
  const int64_t head = (rows + 15) / 16;
  const Scratch scratch(static_cast<size_t>(3 * period));
  float* const shift = scratch.data();
  float* const sum = shift + period;
  float* const squares = sum + period;

  std::fill_n(sum, 2 * period, 0.0f);
  kernels.sum({head * channels, period}, x, sum);
  Fold(sum, channels, period, mean);
  for (int64_t c = 0; c < channels; ++c) shift[c] = static_cast<float>(mean[c] / static_cast<double>(head));
  for (int64_t i = channels; i < period; ++i) shift[i] = shift[i - channels];

  std::fill_n(sum, period, 0.0f);
  kernels.moments({rows * channels, period}, x, shift, sum, squares);
  Fold(sum, channels, period, mean);
  Fold(squares, channels, period, centered);
  for (int64_t c = 0; c < channels; ++c) {
    const double offset = mean[c] / static_cast<double>(rows);
    centered[c] -= offset * mean[c];
    mean[c] = shift[c] + offset;
  }
}

}  // namespace

template <class T>
void BatchNormMoments(ThreadPool& pool, const VectorKernels& vector, BatchNormShape shape, const T* x, double* mean,
                      double* centered) {
  const RowChunks chunks(shape);
  const int64_t channels = shape.channels;
  const Scratch scratch(static_cast<size_t>(chunks.count * 2 * channels * 2));  // a double takes two floats
  auto* const partial = reinterpret_cast<double*>(scratch.data());
  const auto partial_mean = [=](int64_t chunk) { return partial + chunk * 2 * channels; };
  const auto partial_centered = [=](int64_t chunk) { return partial + (chunk * 2 + 1) * channels; };

  ForChunks(pool, shape.rows, chunks.rows, [&](int64_t begin, int64_t end) {
    const int64_t chunk = begin / chunks.rows;
    ChunkMoments(vector.Activations<T>(), channels, chunks.period, end - begin, x + begin * channels,
                 partial_mean(chunk), partial_centered(chunk));
  });

  // The mean is the weighted mean of the chunks' means. The centered sum is the sum of theirs plus that of their
  // means (Chan, Golub and LeVeque 1979). Both are summed in the order of the chunks.
  const auto weight = [&](int64_t chunk) {
    return static_cast<double>(std::min(chunks.rows, shape.rows - chunk * chunks.rows));
  };
  std::fill_n(mean, channels, 0.0);
  std::fill_n(centered, channels, 0.0);
  for (int64_t chunk = 0; chunk < chunks.count; ++chunk) {
    const double share = weight(chunk) / static_cast<double>(shape.rows);
    for (int64_t c = 0; c < channels; ++c) mean[c] += share * partial_mean(chunk)[c];
  }
  for (int64_t chunk = 0; chunk < chunks.count; ++chunk) {
    const double rows = weight(chunk);
    for (int64_t c = 0; c < channels; ++c) {
      const double offset = partial_mean(chunk)[c] - mean[c];
      centered[c] += partial_centered(chunk)[c] + rows * offset * offset;
    }
  }
}

template void BatchNormMoments(ThreadPool&, const VectorKernels&, BatchNormShape, const float*, double*, double*);
template void BatchNormMoments(ThreadPool&, const VectorKernels&, BatchNormShape, const BFloat16*, double*,
                               double*);

}  // namespace resnet
