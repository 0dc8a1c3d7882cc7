// Transforms of Winograd's minimal filtering for 3x3 kernels of stride 1: a tile of m x m outputs from its window
// of (m + 2) x (m + 2) inputs takes (m + 2)^2 multiplications for every pair of channels, instead of 9 m^2.
//
//   y = A^T [ sum over channels of (G g G^T) . (B^T d B) ] A        (d: window, g: kernel, y: tile, . elementwise)
//
// The sums over channels are one matrix product for each of the (m + 2)^2 positions, which the GEMM micro-kernels
// compute; the transforms work on vectors of channels and know nothing of them (Lavin and Gray, "Fast Algorithms
// for Convolutional Neural Networks", 2015).
//
// "Positions" of a transformed array are numbered row by row and lie position_stride floats apart; each holds
// `channels` floats, rounded up to whole vectors (zeros, where the input ends).
#pragma once

#include <cstdint>

#include "base/element_type.h"
#include "base/isa.h"

namespace resnet {

constexpr int64_t kWinogradKernel = 3;

// A square of pixels of a tensor, of which rows row_begin .. row_end-1 and columns col_begin .. col_end-1 lie
// inside the image; the others are zero.
struct WinogradWindow {
  const void* data;  // pixel (0, 0), inside or not
  int64_t row_stride, pixel_stride;
  int row_begin, row_end;
  int col_begin, col_end;
  const void* zeros;  // as many as there are channels
};

// A tile of the output and what happens to it on its way to memory, in GemmTile's terms.
struct WinogradOutput {
  void* data;  // pixel (0, 0)
  int64_t row_stride, pixel_stride;
  int rows, cols;        // that exist
  const float* bias;     // [channels], or null
  const void* residual;  // pixel (0, 0), laid out as data; or null
  bool accumulate;
  bool relu;
};

// The transforms that read or write activations, for one type of these. Arithmetic and transformed arrays are fp32.
struct TypedWinogradTransforms {
  // V = B^T d B, d being a window of `window` x `window` pixels.
  void (*input)(const WinogradWindow& d, int64_t channels, float* v, int64_t position_stride);
  // y = A^T M A
  void (*output)(const float* m, int64_t position_stride, int64_t channels, const WinogradOutput& y);
  // A dy A^T, dy being a window of `out` x `out` pixels.
  void (*gradient)(const WinogradWindow& dy, int64_t channels, float* m, int64_t position_stride);
};

// The transforms of one tile size.
struct WinogradTransforms {
  int out;     // m
  int window;  // m + 2

  int64_t Positions() const { return int64_t{window} * window; }

  TypedWinogradTransforms float32, bfloat16;
  const TypedWinogradTransforms& Of(ElementType type) const {
    return type == ElementType::kFloat32 ? float32 : bfloat16;
  }

  // U = G g G^T of the kernels g[tap][0 .. channels), a tap_stride (which may be negative) apart.
  void (*weights)(const float* g, int64_t tap_stride, int64_t channels, float* u, int64_t position_stride);
  // dg = G^T (sum of `pieces` arrays of positions, piece_stride apart) G, the gradient of `weights`.
  void (*weights_gradient)(const float* u, int64_t position_stride, int64_t pieces, int64_t piece_stride,
                           int64_t channels, float* dg, int64_t tap_stride);
};

struct WinogradKernels {
  int vector_length;
  WinogradTransforms f2, f4;  // of 2x2 and of 4x4 outputs
};

const WinogradKernels& GetWinogradKernels(Isa isa);

}  // namespace resnet
