// How the backward pass to the weights is cut into tasks for kernels along rows, whose tiles have input channels as
// rows and output channels as columns. Terms: conv/conv_shape.h.
#pragma once

#include "base/split.h"
#include "conv/conv_shape.h"
#include "conv/schedule/output_rows.h"
#include "conv/schedule/tiling.h"

namespace resnet {

struct AlongRowsTask {
  int64_t reduction, groups, channels, panels;
};

struct AlongRowsSchedule {
  // Few channels: tiles run over a whole kernel row's columns and channels. Otherwise each kernel column has its
  // own tiles.
  bool flattened;
  Tiling tiling;
  Split channel_tiles;  // of the input channels: one tile high each, or all channels if flattened
  OutputRows rows;      // the reduction, in bands

  // The axes of the tasks: chunks of the bands, of the groups, of the channel tiles and of the panels.
  Split reduction, groups, channels, panels;

  int64_t Tasks() const { return reduction.count * groups.count * channels.count * panels.count; }
  AlongRowsTask Task(int64_t index) const {
    const int64_t group_tasks = channels.count * panels.count;
    return {index / group_tasks / groups.count, index / group_tasks % groups.count,
            index % group_tasks / panels.count, index % panels.count};
  }
};

// `words` is the shape of one of `groups` groups, after InWords.
AlongRowsSchedule ScheduleAlongRows(const GemmKernels& kernels, const ConvShape& words, int64_t groups);

}  // namespace resnet
