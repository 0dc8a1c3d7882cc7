#include "conv/winograd/convolution.h"

#include <algorithm>

#include "base/scratch.h"
#include "conv/winograd/stages.h"

namespace resnet {

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
                 ConstTensor source, const float* packed, const Epilogue& epilogue, Tensor out) {
  const Scratch zeros(static_cast<size_t>(conv.channels));
  std::fill_n(zeros.data(), conv.channels, 0.0f);
  const WinogradStages stages(method, conv, source, packed, epilogue, out, zeros.data());
  if (stages.OneBlock()) {
    const Scratch input(static_cast<size_t>(stages.InputFloats()));
    const WinogradBlock all = stages.Block(0, input.data());
    pool.ParallelFor(all.tiles, [&](int64_t tile) { stages.TransformInput(all, tile, tile + 1); });
    pool.ParallelFor(stages.Panels(), [&](int64_t index) { stages.ComputePanels(all, index, index + 1); });
    return;
  }
  pool.ParallelFor(stages.Blocks(), [&](int64_t index) {
    const Scratch input(static_cast<size_t>(stages.InputFloats()));
    const WinogradBlock block = stages.Block(index, input.data());
    stages.TransformInput(block, 0, block.tiles);
    stages.ComputePanels(block, 0, stages.Panels());
  });
}

}  // namespace resnet
