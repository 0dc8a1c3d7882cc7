// Weights arrive from memory, or from a cache that all cores share, more slowly than the first tiles of a panel
// could multiply by them. So the tiles that multiply by one panel prefetch the next panel, each its share: memory
// and arithmetic then work at the same time.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/split.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

struct PanelPrefetch {
  int64_t share = 0;  // words that one tile prefetches
  int64_t step = 0;   // words per reduction step, see GemmTile; 0: prefetch nothing

  bool enabled() const { return step > 0; }

  // Makes the tile, the index-th that multiplies by the current panel, prefetch its share of `panel`.
  void Apply(const Word* panel, int64_t index, GemmTile* tile) const {
    tile->prefetch = panel + index * share;
    tile->prefetch_step = step;
  }
};

// For weights of all_words words, in panels of panel_words words, each of which `tiles` tiles multiply by in
// `steps` reduction steps.
inline PanelPrefetch SchedulePrefetch(int64_t all_words, int64_t panel_words, int64_t tiles, int64_t steps) {
  constexpr int64_t kCached = 64 * 1024;  // words that stay in the second-level cache
  if (all_words <= kCached) return {};
  if (tiles == 1) return {};  // panel follows panel in memory, which the hardware prefetches by itself
  constexpr int64_t kLine = 64 / sizeof(Word);
  PanelPrefetch prefetch;
  prefetch.share = DivideUp(panel_words, tiles);
  prefetch.step = std::min(kLine, DivideUp(prefetch.share, 2 * steps));
  return prefetch;
}

}  // namespace resnet
