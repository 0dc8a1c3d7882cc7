#include "excitation/sigmoid.h"

#include <cmath>

#include "base/chunks.h"

namespace resnet {
namespace {

constexpr int64_t kChunk = kChunkElements / 16;  // an exponential is expensive

}  // namespace

void SigmoidForward(ThreadPool& pool, int64_t count, const float* x, float* y) {
  ForChunks(pool, count, kChunk, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) y[i] = 1 / (1 + std::exp(-x[i]));
  });
}

void SigmoidBackward(ThreadPool& pool, int64_t count, const float* y, const float* dy, float* dx) {
  ForChunks(pool, count, kChunk, [=](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) dx[i] = dy[i] * y[i] * (1 - y[i]);
  });
}

}  // namespace resnet
