// Weights come from memory, or from a cache that all cores share, at less than the speed at which the first
// register tile of a panel would multiply by them. So the tiles that multiply by one panel ask for the next, each
// for its share: memory and arithmetic then work at the same time.
#pragma once

#include <algorithm>
#include <cstdint>

#include "conv/split.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

class NextPanel {
 public:
  NextPanel() = default;  // asks for nothing
  // Of panels of so many words, all_words together, each of which is read by `tiles` register tiles of so many
  // steps.
  NextPanel(int64_t all_words, int64_t words, int64_t tiles, int64_t steps) {
    constexpr int64_t kCached = 64 * 1024;           // words that stay in the second-level cache
    if (all_words <= kCached || tiles == 1) return;  // a single tile reads on and on, which the hardware foresees
    constexpr int64_t kLine = 64 / sizeof(Word);
    share_ = DivideUp(words, tiles);
    step_ = std::min(kLine, DivideUp(share_, 2 * steps));
  }

  bool Asks() const { return step_ > 0; }
  void AskFor(const Word* panel, int64_t share, GemmTile* tile) const {
    tile->next = panel + share * share_;
    tile->next_step = step_;
  }

 private:
  int64_t share_ = 0, step_ = 0;
};

}  // namespace resnet
