#include "elementwise/elementwise.h"

#include "base/chunks.h"

namespace resnet {

void ReluForward(ThreadPool& pool, const VectorKernels& vector, int64_t count, const float* x, float* y) {
  ForChunks(pool, count, kChunkElements,
            [&](int64_t begin, int64_t end) { vector.relu(end - begin, x + begin, y + begin); });
}

void ReluBackward(ThreadPool& pool, const VectorKernels& vector, int64_t count, const float* y, const float* dy,
                  float* dx) {
  ForChunks(pool, count, kChunkElements, [&](int64_t begin, int64_t end) {
    vector.relu_backward(end - begin, y + begin, dy + begin, dx + begin);
  });
}

void Add(ThreadPool& pool, const VectorKernels& vector, int64_t count, const float* a, const float* b, float* y) {
  ForChunks(pool, count, kChunkElements,
            [&](int64_t begin, int64_t end) { vector.add(end - begin, a + begin, b + begin, y + begin); });
}

}  // namespace resnet
