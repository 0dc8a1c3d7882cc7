// The backward pass to the weights sums up pieces of the batch side by side.
#pragma once

#include <algorithm>
#include <cstdint>

#include "conv/conv_shape.h"
#include "conv/split.h"

namespace resnet {

// As many as give every core something to do from beginning to end.
constexpr int64_t kWantedWeightsTasks = 32;

// The bands in pieces whose sums are kept apart until all are known: at most so many floats, only where a piece is
// long enough to pay for the extra pass, and only where groups, which are tasks of their own, are few. words is the
// shape of one of the parts, after InWords.
inline Split BatchPieces(const ConvShape& words, int64_t parts, int64_t bands, int64_t groups) {
  constexpr int64_t kSums = 2 * 1024 * 1024;
  constexpr int64_t kMinPixels = 1024;
  const int64_t most = std::min({kSums / (parts * words.WeightElements()), bands,
                                 words.n * words.out_h * words.out_w / kMinPixels, kWantedWeightsTasks / groups});
  return {bands, std::max<int64_t>(1, most)};
}

}  // namespace resnet
