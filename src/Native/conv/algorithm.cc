#include "conv/algorithm.h"

#include "conv/split.h"
#include "kernels/winograd/winograd.h"

namespace resnet {
namespace {

// The following costs are in vector multiply-adds per image, fitted to what the kernels take on Zen 5; what decides
// is their ratio, which differs little between vector lengths.

// A direct convolution loses a little to loading operands and to borders.
int64_t DirectCost(const ConvShape& shape, int64_t vectors_out) {
  return shape.out_h * shape.out_w * shape.kernel_h * shape.kernel_w * shape.c * vectors_out * 115 / 100;
}

int64_t WinogradCost(const ConvShape& shape, int64_t vectors_in, int64_t vectors_out) {
  constexpr int64_t kTile = 4, kPositions = 36;
  constexpr int64_t kStart = 12;                  // of a register tile, in steps of its depth
  constexpr int64_t kInput = 260, kOutput = 160;  // the transforms of a tile, per vector of channels
  const int64_t tiles = DivideUp(shape.out_h, kTile) * DivideUp(shape.out_w, kTile);
  return tiles * (kPositions * (shape.c + kStart) * vectors_out + kInput * vectors_in + kOutput * vectors_out);
}

}  // namespace

bool IsWinogradShape(const ConvShape& shape) {
  return shape.kernel_h == kWinogradKernel && shape.kernel_w == kWinogradKernel && shape.stride_h == 1 &&
         shape.stride_w == 1;
}

// Tiles of 4x4 need a little more than half the multiplications, but transformed weights four times as large as the
// weights. Where these exceed the caches and an image has few tiles, reading them is all that a single image's
// forward pass does: the smaller tile is then 2x as fast for one image, and a third slower for sixteen. The
// backward passes never see single images.
Algorithm FastestWinograd(const ConvShape& shape, Pass pass) {
  constexpr int64_t kTile = 4, kPositions = 36, kFewTiles = 8;
  constexpr int64_t kCached = 4 * 1024 * 1024;  // floats
  const int64_t tiles = DivideUp(shape.out_h, kTile) * DivideUp(shape.out_w, kTile);
  const bool large = kPositions * shape.c * shape.k > kCached;
  return pass == Pass::kForward && large && tiles < kFewTiles ? Algorithm::kWinograd2 : Algorithm::kWinograd4;
}

Algorithm FastestAlgorithm(const GemmKernels& kernels, const ConvShape& shape, Pass pass) {
  if (!IsWinogradShape(shape) || shape.type != ElementType::kFloat32) return Algorithm::kDirect;
  const int64_t vectors_in = DivideUp(shape.c, kernels.vector_length);
  const int64_t vectors_out = DivideUp(shape.k, kernels.vector_length);
  if (DirectCost(shape, vectors_out) < WinogradCost(shape, vectors_in, vectors_out)) return Algorithm::kDirect;
  return FastestWinograd(shape, pass);
}

}  // namespace resnet
