#include "conv/winograd/schedule.h"

#include <algorithm>
#include <cstdlib>

#include "conv/winograd/tiles.h"
#include "conv/winograd/weights.h"

namespace resnet {
namespace {
int64_t Env(const char* name, int64_t otherwise) {
  const char* v = getenv(name);
  return v ? atoll(v) : otherwise;
}
}  // namespace

WinogradSchedule ChooseWinogradSchedule(const WinogradMethod& method, const WinogradConvolution& conv) {
  const int64_t tiles = TileGrid(conv.n, conv.out_h, conv.out_w, method.transforms.out).Count();
  const Tiling tiling = WinogradTiling(method.gemm, conv);
  WinogradSchedule schedule;
  schedule.blocks = Split::IntoAtMost(tiles, Env("WT", 28));
  schedule.groups = Split::IntoAtMost(tiling.blocks.parts, Env("WG", 4));
  schedule.shared = Env("WP", 0) != 0;
  return schedule;
}

}  // namespace resnet
