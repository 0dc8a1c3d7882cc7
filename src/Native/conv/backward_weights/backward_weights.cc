#include "conv/backward_weights/backward_weights.h"

#include <algorithm>

#include "base/scratch.h"
#include "base/split.h"
#include "conv/backward_weights/along_depth.h"
#include "conv/backward_weights/along_rows.h"

namespace resnet {
namespace {

// out = partials[0] + partials[1] + ..., in this order.
void AddPartialSums(ThreadPool& pool, const float* partials, int64_t count, int64_t length, float* out) {
  constexpr int64_t kChunk = 1024;
  pool.ParallelFor(DivideUp(length, kChunk), [&](int64_t task) {
    const int64_t begin = task * kChunk;
    const int64_t end = std::min(length, begin + kChunk);
    std::copy(partials + begin, partials + end, out + begin);
    for (int64_t index = 1; index < count; ++index) {
      const float* partial = partials + index * length;
      for (int64_t i = begin; i < end; ++i) out[i] += partial[i];
    }
  });
}

template <class Gradient>
void RunTasks(ThreadPool& pool, const Gradient& gradient, int64_t length, float* dweights) {
  const int64_t partial_sums = gradient.PartialSums();
  if (partial_sums == 1) {
    pool.ParallelFor(gradient.Tasks(), [&](int64_t task) { gradient.Run(task, dweights); });
    return;
  }
  const Scratch partials(static_cast<size_t>(partial_sums * length));
  pool.ParallelFor(gradient.Tasks(), [&](int64_t task) { gradient.Run(task, partials.data()); });
  AddPartialSums(pool, partials.data(), partial_sums, length, dweights);
}

}  // namespace

void RunBackwardWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape, ConstTensor x,
                        ConstTensor dy, float* dweights) {
  ConvShape group = shape;
  group.c = shape.GroupC();
  group.k = shape.GroupK();
  group.groups = 1;
  const ConvShape words = InWords(kernels, group);
  const PixelWords x_words(kernels, x, shape.groups, group.c, shape.n * shape.h * shape.w,
                           words.n * words.h * words.w);
  const PixelWords dy_words(kernels, dy, shape.groups, group.k, shape.n * shape.out_h * shape.out_w,
                            words.n * words.out_h * words.out_w);
  const int64_t length = shape.WeightElements();
  if (kernels.transpose != nullptr) {
    RunTasks(pool, WeightsAlongDepth(kernels, words, shape.groups, x_words, dy_words), length, dweights);
  } else {
    RunTasks(pool, WeightsAlongRows(kernels, words, shape.groups, x_words, dy_words), length, dweights);
  }
}

}  // namespace resnet
