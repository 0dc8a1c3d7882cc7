#include "conv/algorithm.h"

#include "base/split.h"
#include "kernels/winograd/winograd.h"

namespace resnet {
namespace {

// The following costs are in vector multiply-adds per image, fitted to measurements on Zen 5. Only their ratio
// matters, which hardly differs between vector lengths.

// A direct convolution loses some time to loading operands and to borders. Only here do bfloat16 instructions
// multiply two numbers at a time: Winograd's products are fp32.
int64_t DirectCost(const GemmKernels& kernels, const ConvShape& shape, int64_t vectors_out) {
  const int64_t words = DivideUp(shape.c, kernels.elements_per_word) * kernels.multiply_adds;
  const int64_t products = shape.out_h * shape.out_w * shape.kernel_h * shape.kernel_w * words * vectors_out;
  return products * kernels.unit_half_cycles / kernels.unit_rows * 115 / 100;
}

constexpr int64_t kTile = 4, kPositions = 36;

int64_t TilesOf(const ConvShape& shape) { return DivideUp(shape.out_h, kTile) * DivideUp(shape.out_w, kTile); }

// True if the transformed weights exceed the caches.
bool HasLargeWeights(const ConvShape& shape) {
  constexpr int64_t kCached = 4 * 1024 * 1024;  // floats
  return kPositions * shape.c * shape.k > kCached;
}

int64_t WinogradCost(const ConvShape& shape, int64_t vectors_in, int64_t vectors_out) {
  constexpr int64_t kStart = 12;                  // of a register tile, in steps of its depth
  constexpr int64_t kInput = 260, kOutput = 160;  // the transforms of a tile, per vector of channels
  constexpr int64_t kImages = 4;                  // weights from memory, shared by the images of a small batch
  const int64_t weights = HasLargeWeights(shape) ? kPositions * shape.c * shape.k / kImages : 0;
  return weights + TilesOf(shape) * (kPositions * (shape.c + kStart) * vectors_out + kInput * vectors_in +
                                     kOutput * vectors_out);
}

}  // namespace

bool IsWinogradShape(const ConvShape& shape) {
  return shape.kernel_h == kWinogradKernel && shape.kernel_w == kWinogradKernel && shape.stride_h == 1 &&
         shape.stride_w == 1 && shape.groups == 1;
}

// Compared with 2x2, tiles of 4x4 need little more than half the multiplications, but their transformed weights are
// four times as large as the weights. If these exceed the caches and an image has few tiles, the forward pass of a
// single image does little more than read them: the smaller tile is then twice as fast for one image, and a third
// slower for sixteen. Backward passes never run on single images.
Algorithm FastestWinograd(const ConvShape& shape, Pass pass) {
  constexpr int64_t kFewTiles = 8;
  const bool small_tile = pass == Pass::kForward && HasLargeWeights(shape) && TilesOf(shape) < kFewTiles;
  return small_tile ? Algorithm::kWinograd2 : Algorithm::kWinograd4;
}

Algorithm FastestAlgorithm(const GemmKernels& kernels, const ConvShape& shape, Pass pass) {
  if (!IsWinogradShape(shape)) return Algorithm::kDirect;
  const int64_t vectors_in = DivideUp(shape.c, kernels.vector_length);
  const int64_t vectors_out = DivideUp(shape.k, kernels.vector_length);
  if (DirectCost(kernels, shape, vectors_out) < WinogradCost(shape, vectors_in, vectors_out))
    return Algorithm::kDirect;
  return FastestWinograd(shape, pass);
}

}  // namespace resnet
