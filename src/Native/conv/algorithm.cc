#include "conv/algorithm.h"

#include "base/split.h"
#include "kernels/winograd/winograd.h"

namespace resnet {
namespace {

// The following costs are in vector multiply-adds per image, fitted to what the kernels take on Zen 5; what decides
// is their ratio, which differs little between vector lengths.

// A direct convolution loses a little to loading operands and to borders. Instructions for bfloat16 multiply two
// numbers at once, but only here: Winograd's products are fp32.
int64_t DirectCost(const GemmKernels& kernels, const ConvShape& shape, int64_t vectors_out) {
  const int64_t words = DivideUp(shape.c, kernels.elements_per_word) * kernels.multiply_adds;
  const int64_t products = shape.out_h * shape.out_w * shape.kernel_h * shape.kernel_w * words * vectors_out;
  return products * kernels.unit_half_cycles / kernels.unit_rows * 115 / 100;
}

constexpr int64_t kTile = 4, kPositions = 36;

int64_t TilesOf(const ConvShape& shape) { return DivideUp(shape.out_h, kTile) * DivideUp(shape.out_w, kTile); }

// Transformed weights that the caches do not hold.
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

// Tiles of 4x4 need a little more than half the multiplications, but transformed weights four times as large as the
// weights. Where these exceed the caches and an image has few tiles, reading them is all that a single image's
// forward pass does: the smaller tile is then 2x as fast for one image, and a third slower for sixteen. The
// backward passes never see single images.
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
