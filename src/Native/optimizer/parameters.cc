#include "optimizer/parameters.h"

#include <vector>

#include "base/chunks.h"

namespace resnet {

void MovingAverage(ThreadPool& pool, const VectorKernels& vector, float rate, int64_t count, const float* x,
                   float* average) {
  ForChunks(pool, count, kChunkElements, [&](int64_t begin, int64_t end) {
    vector.moving_average(end - begin, rate, x + begin, average + begin);
  });
}

double SumOfSquares(ThreadPool& pool, const VectorKernels& vector, int64_t count, const float* x) {
  std::vector<double> sums(static_cast<size_t>(ChunkCount(count, kChunkElements)));
  ForChunks(pool, count, kChunkElements, [&](int64_t begin, int64_t end) {
    sums[static_cast<size_t>(begin / kChunkElements)] = vector.sum_of_squares(end - begin, x + begin);
  });
  double sum = 0;
  for (const double part : sums) sum += part;
  return sum;
}

}  // namespace resnet
