// The batch-reduce GEMM micro-kernel: one register tile of a product, summed over several taps.
//
//   sum[m][n] = sum over t < tap_count, i < depth of
//               a[taps[t].a + m*row_stride + i*depth_stride] * b[taps[t].b + i*vectors*VL + n]
//   c[m*c_stride + n] = relu?(sum[m][n] + (accumulate ? c[m*c_stride + n] : 0) + bias[n] + residual[m*c_stride +
//   n])
//
// for m < rows and n < columns, where VL is the vector length. a and b consist of 32-bit words, and their offsets
// and strides count words: a word is one fp32 number or two adjacent bfloat16 numbers, and the product of two words
// is the sum of the products of their numbers, in fp32. b is a panel: rows of vectors*VL words, of which those
// beyond `columns` are computed and dropped. c_stride counts c's elements.
//
// Or a word is four bytes, unsigned in a and signed in b. The sums are then exact 32-bit integers, and GemmTile's
// last members define c.
//
// The forward and both backward passes of convolutions, and linear layers, are loop nests around this one function
// (Georganas et al., "High-Performance Deep Learning via a Single Building Block", 2019).
#pragma once

#include <cstdint>

#include "base/element_type.h"
#include "base/isa.h"

namespace resnet {

// Opaque 32-bit word; float only so that it loads into vector registers.
using Word = float;

struct GemmTap {
  int64_t a;
  int64_t b;
};

struct GemmTile {
  const Word* a = nullptr;
  const Word* b = nullptr;
  void* c = nullptr;
  const float* bias = nullptr;     // [columns], or null
  const void* residual = nullptr;  // laid out as c, or null
  const GemmTap* taps = nullptr;
  int64_t tap_count = 0;  // 0: the sums are zero
  int64_t depth = 0;
  int64_t a_stride = 0;  // of the axis of a that is not contiguous
  int64_t c_stride = 0;
  int64_t columns = 0;  // 1 .. vectors*VL
  bool accumulate = false;
  bool relu = false;

  // Memory to prefetch into the second-level cache while the sums are computed, or null: 2 * prefetch_step words in
  // each of the tap_count * depth steps. Only tiles along depth of more than one vector do so.
  const Word* prefetch = nullptr;
  int64_t prefetch_step = 0;  // at most a cache line

  // int8 kernels only, where each operation rounds to fp32:
  //   v = relu?((sum[m][n] + offset[n]) * scale[n] + bias[n] + residual)
  // A uint8 residual is first multiplied by residual_scale. c is v, or round(v * inverse_c_scale), clamped to
  // uint8.
  const int32_t* offset = nullptr;  // [vectors*VL]
  const float* scale = nullptr;     // [columns]
  float residual_scale = 1;
  float inverse_c_scale = 1;
  ElementType residual_type = ElementType::kUint8;
  ElementType c_type = ElementType::kUint8;
};

using GemmTileFunction = void (*)(const GemmTile& tile);

constexpr int kGemmMaxVectors = 4;
constexpr int kGemmMaxRows = 32;
constexpr int kGemmMaxVectorLength = 16;

// Packs adjacent elements into words: each of `rows` rows of `columns` elements, in_stride apart, becomes a row of
// whole words, out_stride apart, the last word padded with zeros.
using PackFunction = void (*)(const void* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out,
                              int64_t out_stride);

// Packs elements of two arrays into words: word n of a row is first[n] and, if a word holds two numbers, second[n],
// or zero if second is null. Rows of both arrays are in_stride elements apart.
using InterleaveFunction = void (*)(const void* first, const void* second, int64_t in_stride, int64_t rows,
                                    int64_t columns, Word* out, int64_t out_stride);

// out[column * out_stride + row] = in[row * in_stride + column]
using TransposeFunction = void (*)(const Word* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out,
                                   int64_t out_stride);

struct PackFunctions {
  PackFunction pack;
  InterleaveFunction interleave;
};

// Quantizes to bytes, clamp(round(number * inverse_scale + zero), 0, 255), and packs them: each of `rows` adjacent
// rows of `columns` numbers becomes a row of whole words, the last word padded with arbitrary bytes.
struct Quantization {
  float inverse_scale;
  float zero;
};
using QuantizeFunction = void (*)(const float* in, int64_t rows, int64_t columns, Quantization to, Word* out,
                                  int64_t out_stride);

// The micro-kernels of one instruction set for one element type, indexed by [vectors - 1][rows - 1]; null beyond
// max_rows[vectors - 1].
struct GemmKernels {
  ElementType type;
  int elements_per_word;
  int vector_length;
  // The cost of a reduction step in half cycles: unit_half_cycles for each vector and each unit of unit_rows rows,
  // but at least `latency`, the time from one multiply-add to the next of the same sum.
  int unit_rows, unit_half_cycles, latency;
  int multiply_adds;              // instructions per product of words
  int max_rows[kGemmMaxVectors];  // rows that fit the registers; 0 if no tile has that many vectors
  // depth_stride is 1 and row_stride is a_stride: rows are pixels, the reduction runs over channels. c and residual
  // have the kernels' type; with int8 kernels, the types that GemmTile names.
  GemmTileFunction along_depth[kGemmMaxVectors][kGemmMaxRows];
  // row_stride is 1 and depth_stride is a_stride: rows are channels, the reduction runs over pixels. c and residual
  // are fp32. Null in int8 kernels and in kernels with `transpose`.
  GemmTileFunction along_rows[kGemmMaxVectors][kGemmMaxRows];
  // The replacement of along_rows in kernels whose a must be contiguous along depth (AMX): a transposition, and
  // along_depth with c and residual in fp32.
  TransposeFunction transpose;  // or null
  GemmTileFunction along_depth_to_float32[kGemmMaxVectors][kGemmMaxRows];
  // From elements of each type; null for types that these kernels do not support.
  PackFunctions from_float32, from_bfloat16, from_uint8;
  QuantizeFunction quantize;  // int8 kernels only, the way from fp32

  const PackFunctions& From(ElementType source) const {
    if (source == ElementType::kUint8) return from_uint8;
    return source == ElementType::kFloat32 ? from_float32 : from_bfloat16;
  }
};

const GemmKernels& GetGemmKernels(Isa isa, ElementType type = ElementType::kFloat32);

}  // namespace resnet
