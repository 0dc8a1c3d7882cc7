// How a Winograd convolution's tiles and columns are cut up. No result depends on it.
#pragma once

#include "conv/split.h"
#include "conv/winograd/convolution.h"

namespace resnet {

struct WinogradSchedule {
  Split blocks;  // of the tiles
  Split
      groups;  // of the column blocks: a group's products are transformed back before the next group's are computed
  bool shared;  // the threads share a block, stage by stage; else each has blocks of its own
};

WinogradSchedule ChooseWinogradSchedule(const WinogradMethod& method, const WinogradConvolution& conv);

}  // namespace resnet
