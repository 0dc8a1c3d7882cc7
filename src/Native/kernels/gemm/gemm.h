// The batch-reduce GEMM micro-kernel: one register tile of a product, summed over several taps.
//
//   sum[m][n] = sum over t < tap_count, i < depth of
//               a[taps[t].a + m*row_stride + i*depth_stride] * b[taps[t].b + i*vectors*VL + n]
//   c[m*c_stride + n] = relu?(sum[m][n] + (accumulate ? c[m*c_stride + n] : 0) + bias[n] + residual[m*c_stride +
//   n])
//
// for m < rows and n < columns, where VL is the vector length. a and b are words of 32 bits, in which offsets and
// strides count: a word is one fp32 number or two adjacent bfloat16 numbers, and the product of two words is the
// sum of their numbers' products, in fp32. b is packed in slices of vectors*VL words; what it holds beyond
// `columns` is computed with and dropped. c_stride counts c's elements.
//
// Where a word is four bytes, those of a are without sign, those of b signed, the sums are exact in 32-bit
// integers, and what becomes of them is said by GemmTile's last members.
//
// Convolutions forward, backward to the data and backward to the weights, and linear layers, are loop nests around
// this one function (Georganas et al., "High-Performance Deep Learning via a Single Building Block", 2019).
#pragma once

#include <cstdint>

#include "base/element_type.h"
#include "base/isa.h"

namespace resnet {

// Said to be a float, but moved only: just the arithmetic of a table knows what is inside.
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
  int64_t tap_count = 0;  // with none, the sums are zero
  int64_t depth = 0;
  int64_t a_stride = 0;  // the stride of a's axis that is not contiguous
  int64_t c_stride = 0;
  int64_t columns = 0;  // 1 .. vectors*VL
  bool accumulate = false;
  bool relu = false;

  // Memory that is asked for while the sums are computed, for the second-level cache: 2 * next_step words in each
  // of the tap_count * depth steps. Along depth only, and by tiles of more than one vector.
  const Word* next = nullptr;  // or null
  int64_t next_step = 0;       // at most a cache line's

  // Of words of bytes, with each operation rounded to fp32:
  //   v = relu?((sum[m][n] + offset[n]) * scale[n] + bias[n] + residual)
  // A residual of bytes is multiplied by residual_scale. c is v, or in bytes round(v * inverse_c_scale), clamped.
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

// Makes words of adjacent elements: each of `rows` rows of `columns` elements, in_stride apart, becomes a row of
// whole words, the last filled up with zeros, out_stride apart.
using PackFunction = void (*)(const void* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out,
                              int64_t out_stride);

// Makes words of elements that lie apart: word n of a row is first[n], followed, where a word holds two, by
// second[n], or zero where second is null. Rows of both are in_stride elements apart.
using InterleaveFunction = void (*)(const void* first, const void* second, int64_t in_stride, int64_t rows,
                                    int64_t columns, Word* out, int64_t out_stride);

// out[column * out_stride + row] = in[row * in_stride + column]
using TransposeFunction = void (*)(const Word* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out,
                                   int64_t out_stride);

struct PackFunctions {
  PackFunction pack;
  InterleaveFunction interleave;
};

// Makes words of bytes of numbers, clamp(round(number * inverse_scale + zero), 0, 255): each of `rows` adjacent
// rows of `columns` numbers becomes a row of whole words, the last filled up with anything.
struct Quantization {
  float inverse_scale;
  float zero;
};
using QuantizeFunction = void (*)(const float* in, int64_t rows, int64_t columns, Quantization to, Word* out,
                                  int64_t out_stride);

// One instruction set's micro-kernels for one type of elements, by [vectors - 1][rows - 1]; null beyond
// max_rows[vectors - 1].
struct GemmKernels {
  ElementType type;
  int elements_per_word;
  int vector_length;
  // Of a step of the reduction, in half cycles: the products of a vector and a unit of so many rows, and the least
  // there is, from one product to the next of the same sum.
  int unit_rows, unit_half_cycles, latency;
  int multiply_adds;              // instructions for a product of words
  int max_rows[kGemmMaxVectors];  // rows that fit the register file; 0 where no tile has that many vectors
  // depth_stride is 1 and row_stride is a_stride: rows are pixels, the reduction runs over channels. c and residual
  // are of the kernels' type; of bytes' kernels, of any.
  GemmTileFunction along_depth[kGemmMaxVectors][kGemmMaxRows];
  // row_stride is 1 and depth_stride is a_stride: rows are channels, the reduction runs over pixels. c and residual
  // are fp32. Bytes have none, nor have kernels with a transposition.
  GemmTileFunction along_rows[kGemmMaxVectors][kGemmMaxRows];
  // What kernels have whose a must be contiguous along depth: the transposition, and along_depth with c and
  // residual in fp32.
  TransposeFunction transpose;  // or null
  GemmTileFunction along_depth_to_float32[kGemmMaxVectors][kGemmMaxRows];
  // From elements of each type; null for types that these kernels can't take.
  PackFunctions from_float32, from_bfloat16, from_uint8;
  QuantizeFunction quantize;  // of bytes, whose kernels take numbers only so

  const PackFunctions& From(ElementType source) const {
    if (source == ElementType::kUint8) return from_uint8;
    return source == ElementType::kFloat32 ? from_float32 : from_bfloat16;
  }
};

const GemmKernels& GetGemmKernels(Isa isa, ElementType type = ElementType::kFloat32);

}  // namespace resnet
