// The backward pass to the weights reduces over the batch. It computes partial sums of chunks of the batch in
// parallel.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/split.h"
#include "conv/conv_shape.h"

namespace resnet {

// Enough tasks to keep every core busy from beginning to end.
constexpr int64_t kWantedWeightsTasks = 32;

// Cuts the bands into chunks: no more than the memory for partial sums allows, only if chunks are long enough to
// pay for summing them, and fewer the more tasks dweights is cut into already. `words` is the shape of one of
// `groups` groups, after InWords; group_tasks is the number of tasks that dweights of one group is cut into.
inline Split ReductionChunks(const ConvShape& words, int64_t groups, int64_t bands, int64_t group_tasks) {
  constexpr int64_t kPartialSums = 2 * 1024 * 1024;  // floats
  constexpr int64_t kMinPixels = 1024;
  const int64_t most =
      std::min({kPartialSums / (groups * words.WeightElements()), bands,
                words.n * words.out_h * words.out_w / kMinPixels, kWantedWeightsTasks / group_tasks});
  return {bands, std::max<int64_t>(1, most)};
}

}  // namespace resnet
