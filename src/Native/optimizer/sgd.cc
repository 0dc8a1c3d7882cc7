#include "optimizer/sgd.h"

#include "base/chunks.h"

namespace resnet {

void SgdStep(ThreadPool& pool, const VectorKernels& vector, const SgdRates& rates, float average_rate,
             int64_t count, const float* gradient, float* velocity, float* weights, float* average) {
  ForChunks(pool, count, kChunkElements, [&](int64_t begin, int64_t end) {
    vector.sgd(end - begin, rates, gradient + begin, velocity + begin, weights + begin);
    // A chunk's weights are still in the cache.
    if (average != nullptr) vector.moving_average(end - begin, average_rate, weights + begin, average + begin);
  });
}

}  // namespace resnet
