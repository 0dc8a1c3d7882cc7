#include "conv/winograd/convolution.h"

#include <algorithm>

#include "base/scratch.h"
#include "conv/winograd/schedule.h"
#include "conv/winograd/stages.h"

namespace resnet {
namespace {

// Each thread takes a block through all stages, its arrays staying in that core's second-level cache.
void RunBlocks(ThreadPool& pool, const WinogradSchedule& schedule, const WinogradStages& stages) {
  pool.ParallelFor(schedule.blocks.parts, [&](int64_t index) {
    const Scratch input(static_cast<size_t>(stages.InputFloats()));
    const Scratch products(static_cast<size_t>(stages.ProductFloats()));
    const WinogradBlock block = stages.Block(index, input.data(), products.data());
    stages.TransformInput(block, 0, block.tiles);
    for (int64_t group = 0; group < schedule.groups.parts; ++group) {
      for (int64_t position = 0; position < stages.Positions(); ++position) {
        for (int64_t i = schedule.groups.Begin(group); i < schedule.groups.End(group); ++i) {
          stages.Multiply(block, position, group, i);
        }
      }
      stages.TransformOutput(block, 0, block.tiles, group);
    }
  });
}

// The threads share a block's stages: the weights, too large for a core's cache, are read once for many tiles.
void RunShared(ThreadPool& pool, const WinogradSchedule& schedule, const WinogradStages& stages) {
  constexpr int64_t kTiles = 4;  // of a task in the stages that transform
  const Scratch input(static_cast<size_t>(stages.InputFloats()));
  const Scratch products(static_cast<size_t>(stages.ProductFloats()));
  for (int64_t index = 0; index < schedule.blocks.parts; ++index) {
    const WinogradBlock block = stages.Block(index, input.data(), products.data());
    const Split parts = Split::IntoAtMost(block.tiles, kTiles);
    pool.ParallelFor(parts.parts,
                     [&](int64_t part) { stages.TransformInput(block, parts.Begin(part), parts.End(part)); });
    for (int64_t group = 0; group < schedule.groups.parts; ++group) {
      const int64_t first = schedule.groups.Begin(group), columns = schedule.groups.End(group) - first;
      pool.ParallelFor(stages.Positions() * columns, [&](int64_t task) {
        stages.Multiply(block, task / columns, group, first + task % columns);
      });
      pool.ParallelFor(parts.parts, [&](int64_t part) {
        stages.TransformOutput(block, parts.Begin(part), parts.End(part), group);
      });
    }
  }
}

}  // namespace

WinogradConvolution PlanWinogradForward(const ConvShape& shape) {
  WinogradConvolution conv;
  conv.n = shape.n;
  conv.source_h = shape.h;
  conv.source_w = shape.w;
  conv.channels = shape.c;
  conv.out_h = shape.out_h;
  conv.out_w = shape.out_w;
  conv.out_channels = shape.k;
  conv.pad_h = shape.pad_h;
  conv.pad_w = shape.pad_w;
  return conv;
}

WinogradConvolution PlanWinogradBackwardData(const ConvShape& shape) {
  WinogradConvolution conv;
  conv.n = shape.n;
  conv.source_h = shape.out_h;
  conv.source_w = shape.out_w;
  conv.channels = shape.k;
  conv.out_h = shape.h;
  conv.out_w = shape.w;
  conv.out_channels = shape.c;
  conv.pad_h = kWinogradKernel - 1 - shape.pad_h;
  conv.pad_w = kWinogradKernel - 1 - shape.pad_w;
  conv.backward = true;
  return conv;
}

void RunWinograd(ThreadPool& pool, const WinogradMethod& method, const WinogradConvolution& conv,
                 const float* source, const float* packed, const Epilogue& epilogue, float* out) {
  const Scratch zeros(static_cast<size_t>(conv.channels));
  std::fill_n(zeros.data(), conv.channels, 0.0f);
  const WinogradSchedule schedule = ChooseWinogradSchedule(method, conv);
  const WinogradStages stages(method, conv, schedule, source, packed, epilogue, out, zeros.data());
  if (schedule.shared) {
    RunShared(pool, schedule, stages);
  } else {
    RunBlocks(pool, schedule, stages);
  }
}

}  // namespace resnet
