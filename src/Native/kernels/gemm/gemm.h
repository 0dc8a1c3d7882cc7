// The batch-reduce GEMM micro-kernel: one register tile of a product, summed over several taps.
//
//   sum[m][n] = sum over t < tap_count, i < depth of
//               a[taps[t].a + m*row_stride + i*depth_stride] * b[taps[t].b + i*vectors*VL + n]
//   c[m*c_stride + n] = relu?(sum[m][n] + (accumulate ? c[m*c_stride + n] : 0) + bias[n] + residual[m*c_stride +
//   n])
//
// for m < rows and n < columns, where VL is the vector length. b is packed in slices of vectors*VL floats; what it
// holds beyond `columns` is computed with and dropped. Offsets and strides count floats.
//
// Convolutions forward, backward to the data and backward to the weights, and linear layers, are loop nests around
// this one function (Georganas et al., "High-Performance Deep Learning via a Single Building Block", 2019).
#pragma once

#include <cstdint>

#include "base/isa.h"

namespace resnet {

struct GemmTap {
  int64_t a;
  int64_t b;
};

struct GemmTile {
  const float* a = nullptr;
  const float* b = nullptr;
  float* c = nullptr;
  const float* bias = nullptr;      // [columns], or null
  const float* residual = nullptr;  // laid out as c, or null
  const GemmTap* taps = nullptr;
  int64_t tap_count = 0;  // with none, the sums are zero
  int64_t depth = 0;
  int64_t a_stride = 0;  // the stride of a's axis that is not contiguous
  int64_t c_stride = 0;
  int64_t columns = 0;  // 1 .. vectors*VL
  bool accumulate = false;
  bool relu = false;
};

using GemmTileFunction = void (*)(const GemmTile& tile);

constexpr int kGemmMaxVectors = 4;
constexpr int kGemmMaxRows = 24;

// Copies `columns` floats of each of `rows` rows, in_stride apart, to rows out_stride apart.
using PackFunction = void (*)(const float* in, int64_t in_stride, int64_t rows, int64_t columns, float* out,
                              int64_t out_stride);

// One instruction set's micro-kernels, by [vectors - 1][rows - 1]; null beyond max_rows[vectors - 1].
struct GemmKernels {
  int vector_length;
  int max_rows[kGemmMaxVectors];  // rows that fit the register file; 0 where no tile has that many vectors
  // depth_stride is 1 and row_stride is a_stride: rows are pixels, the reduction runs over channels.
  GemmTileFunction along_depth[kGemmMaxVectors][kGemmMaxRows];
  // row_stride is 1 and depth_stride is a_stride: rows are channels, the reduction runs over pixels.
  GemmTileFunction along_rows[kGemmMaxVectors][kGemmMaxRows];
  PackFunction pack;
};

const GemmKernels& GetGemmKernels(Isa isa);

}  // namespace resnet
