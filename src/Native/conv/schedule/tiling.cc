#include "conv/schedule/tiling.h"

#include <algorithm>
#include <limits>

namespace resnet {
namespace {

// Half cycles of one reduction step of a tile, for a core that starts two multiply-adds and two loads per cycle. A
// step loads one vector of b per column vector and broadcasts one word of a per row, or per unit of rows.
int64_t StepCost(const GemmKernels& kernels, int64_t rows, int64_t vectors) {
  const int64_t units = DivideUp(rows, kernels.unit_rows);
  return std::max({units * vectors * kernels.unit_half_cycles, units + vectors, int64_t{kernels.latency}});
}

int64_t Cost(const GemmKernels& kernels, const Tiling& tiling, int64_t rows) {
  // Streaming b from the second-level cache has a small cost, as has a if units of its rows are loaded: it decides
  // between tiles of equal cost for the one with more rows, or with fewer loads.
  constexpr int64_t kScale = 16;
  const Split tiles = Split::IntoAtMost(rows, tiling.max_rows);
  int64_t cost = 0;
  for (const auto& [vectors, panels] : tiling.panels.Sizes()) {
    for (const auto& [tile_rows, count] : tiles.Sizes()) {
      const int64_t streams = vectors + (kernels.unit_rows > 1 ? DivideUp(tile_rows, kernels.unit_rows) : 0);
      cost += (StepCost(kernels, tile_rows, vectors) * kScale + streams) * count * panels;
    }
  }
  return cost;
}

}  // namespace

Tiling ChooseTiling(const GemmKernels& kernels, int64_t rows, int64_t columns) {
  constexpr int64_t kManyRows = 5040;  // a multiple of every tile's rows
  const int64_t considered_rows = rows == 0 ? kManyRows : rows;
  Tiling best{};
  int64_t best_cost = std::numeric_limits<int64_t>::max();
  const int64_t vectors = DivideUp(columns, kernels.vector_length);
  for (int64_t width = 1; width <= std::min<int64_t>(vectors, kGemmMaxVectors); ++width) {
    const int64_t max_rows = kernels.max_rows[width - 1];  // of the widest panel; narrower ones use the same
    if (max_rows == 0) break;
    const Tiling tiling{columns, kernels.vector_length, Split::IntoAtMost(vectors, width), max_rows};
    const int64_t cost = Cost(kernels, tiling, considered_rows);
    if (cost < best_cost) {
      best = tiling;
      best_cost = cost;
    }
  }
  return best;
}

}  // namespace resnet
