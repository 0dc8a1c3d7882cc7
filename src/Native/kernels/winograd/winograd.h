// The transforms of Winograd's minimal filtering for 3x3 kernels of stride 1: a tile of m x m outputs is computed
// from a window of (m + 2) x (m + 2) inputs with (m + 2)^2 multiplications per pair of channels, instead of 9 m^2.
//
//   y = A^T [ sum over channels of (G g G^T) . (B^T d B) ] A        (d: window, g: kernel, y: tile, . elementwise)
//
// The sums over channels are one matrix product for each of the (m + 2)^2 positions, which the GEMM micro-kernels
// compute; the transforms work on vectors of channels independently (Lavin and Gray, "Fast Algorithms
// for Convolutional Neural Networks", 2015).
//
// The (m + 2)^2 elements of a transformed array are its positions, numbered row by row, position_stride floats
// apart. Each holds `channels` floats, padded with zeros to whole vectors.
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
  const void* zeros;  // a pixel of zeros
};

// A tile of the output, with an epilogue as GemmTile's.
struct WinogradOutput {
  void* data;  // pixel (0, 0)
  int64_t row_stride, pixel_stride;
  int rows, cols;        // those inside the image
  const float* bias;     // [channels], or null
  const void* residual;  // pixel (0, 0), laid out as data; or null
  bool accumulate;
  bool relu;
};

// The transforms that read or write activations of one type. Arithmetic and transformed arrays are fp32.
struct TypedWinogradTransforms {
  // V = B^T d B, where d is a window of `window` x `window` pixels.
  void (*input)(const WinogradWindow& d, int64_t channels, float* v, int64_t position_stride);
  // y = A^T M A
  void (*output)(const float* m, int64_t position_stride, int64_t channels, const WinogradOutput& y);
  // A dy A^T, where dy is a window of `out` x `out` pixels.
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

  // U = G g G^T for the kernels g[tap][0 .. channels), whose taps are tap_stride apart (possibly negative).
  void (*weights)(const float* g, int64_t tap_stride, int64_t channels, float* u, int64_t position_stride);
  // dg = G^T (sum of `partials` arrays of positions, partial_stride apart) G, the gradient of `weights`.
  void (*weights_gradient)(const float* u, int64_t position_stride, int64_t partials, int64_t partial_stride,
                           int64_t channels, float* dg, int64_t tap_stride);
};

struct WinogradKernels {
  int vector_length;
  WinogradTransforms f2, f4;  // tiles of 2x2 and of 4x4 outputs
};

const WinogradKernels& GetWinogradKernels(Isa isa);

}  // namespace resnet
