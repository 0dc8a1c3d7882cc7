#include "optimizer/sgd.h"

#include "base/chunks.h"

namespace resnet {

void SgdStep(ThreadPool& pool, const VectorKernels& vector, const SgdRates& rates, int64_t count,
             const float* gradient, float* velocity, float* weights) {
  ForChunks(pool, count, kChunkElements, [&](int64_t begin, int64_t end) {
    vector.sgd(end - begin, rates, gradient + begin, velocity + begin, weights + begin);
  });
}

}  // namespace resnet
