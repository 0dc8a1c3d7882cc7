// How the backward pass to the weights is cut into tasks for kernels along depth, which compute dweights
// transposed: tiles have output channels as rows and input channels as columns. Terms: conv/conv_shape.h.
#pragma once

#include "base/split.h"
#include "conv/conv_shape.h"
#include "conv/schedule/image_bands.h"

namespace resnet {

// Channels cut into chunks of whole tiles, except for the last tile.
struct ChannelChunks {
  explicit ChannelChunks(int64_t channels) : channels(channels), tiles{DivideUp(channels, kTile), 1} {}

  int64_t Begin(int64_t chunk) const {
    const int64_t begin = tiles.Begin(chunk) * kTile;
    return begin < channels ? begin : channels;
  }
  int64_t End(int64_t chunk) const { return Begin(chunk + 1); }
  int64_t Largest() const { return tiles.Largest() * kTile; }

  static constexpr int64_t kTile = 32;
  int64_t channels;
  Split tiles;
};

struct AlongDepthTask {
  int64_t reduction, group, x_channels, dy_channels;
};

struct AlongDepthSchedule {
  ChannelChunks x_channels, dy_channels;
  ImageBands bands;
  Split reduction;  // chunks of the bands
  int64_t groups;   // each its own task

  int64_t GroupTasks() const { return x_channels.tiles.count * dy_channels.tiles.count; }
  int64_t Tasks() const { return reduction.count * groups * GroupTasks(); }
  AlongDepthTask Task(int64_t index) const {
    return {index / GroupTasks() / groups, index / GroupTasks() % groups,
            index / dy_channels.tiles.count % x_channels.tiles.count, index % dy_channels.tiles.count};
  }
};

// `words` is the shape of one of `groups` groups, after InWords.
AlongDepthSchedule ScheduleAlongDepth(const ConvShape& words, int64_t groups);

}  // namespace resnet
