// The micro-kernel's body, written once over a vector type. Included by the gemm_<isa>.cc files only: everything is
// in an anonymous namespace, so that no function compiled for one instruction set can be linked into another's
// path.
//
// Vec provides Type, kLength, Zero, Load, LoadPartial, Store, StorePartial, Broadcast, MultiplyAdd, Add and Max.
// The unroll pragmas make every index of `sums` a constant: only then does the compiler keep it in registers.
#pragma once

#include "kernels/gemm/gemm.h"

namespace resnet {
namespace {

enum class Along { kDepth, kRows };

// Adds what the tile asks for to the finished sums; off the hot path, hence small rather than unrolled.
template <class Vec, int kRows, int kVectors>
void Finish(const GemmTile& tile, const float* sums) {
  constexpr int kLength = Vec::kLength;
  for (int m = 0; m < kRows; ++m) {
    for (int64_t n = 0; n < tile.columns; n += kLength) {
      const int64_t count = tile.columns - n < kLength ? tile.columns - n : kLength;
      const int64_t at = m * tile.c_stride + n;
      typename Vec::Type value = Vec::Load(sums + m * kVectors * kLength + n);
      if (tile.accumulate) value = Vec::Add(value, Vec::LoadPartial(tile.c + at, count));
      if (tile.bias != nullptr) value = Vec::Add(value, Vec::LoadPartial(tile.bias + n, count));
      if (tile.residual != nullptr) value = Vec::Add(value, Vec::LoadPartial(tile.residual + at, count));
      if (tile.relu) value = Vec::Max(Vec::Zero(), value);  // a NaN in the second operand stays one
      Vec::StorePartial(tile.c + at, value, count);
    }
  }
}

template <class Vec, int kRows, int kVectors>
inline void Store(const typename Vec::Type (&sums)[kRows][kVectors], float* c, int64_t stride) {
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int v = 0; v < kVectors; ++v) Vec::Store(c + m * stride + v * Vec::kLength, sums[m][v]);
  }
}

template <class Vec, int kRows, int kVectors>
inline void StoreSum(const typename Vec::Type (&sums)[kRows][kVectors], float* c, int64_t stride) {
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int v = 0; v < kVectors; ++v) {
      float* to = c + m * stride + v * Vec::kLength;
      Vec::Store(to, Vec::Add(sums[m][v], Vec::Load(to)));
    }
  }
}

template <class Vec, int kRows, int kVectors, Along kAlong>
void Compute(const GemmTile& tile) {
  constexpr int kSlice = kVectors * Vec::kLength;
  typename Vec::Type sums[kRows][kVectors];
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int v = 0; v < kVectors; ++v) sums[m][v] = Vec::Zero();
  }

  // The sums arrive at memory that is likely not in the cache: ask for it while they are computed.
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int n = 0; n < kSlice; n += 16) __builtin_prefetch(tile.c + m * tile.c_stride + n, 1);
  }

  // Rows a stride apart share a pointer in groups of three: p, p + stride and p + 2 * stride are addresses an x86
  // load can form by itself, and the pointers then fit the general registers. Adjacent rows need only one.
  constexpr int kGroup = kAlong == Along::kDepth ? 3 : kRows;
  const int64_t row_stride = kAlong == Along::kDepth ? tile.a_stride : 1;
  const int64_t depth_stride = kAlong == Along::kDepth ? 1 : tile.a_stride;
  for (int64_t t = 0; t < tile.tap_count; ++t) {
    const float* b = tile.b + tile.taps[t].b;
    const float* a[(kRows + kGroup - 1) / kGroup];
#pragma GCC unroll 32
    for (int g = 0; g * kGroup < kRows; ++g) a[g] = tile.a + tile.taps[t].a + g * kGroup * row_stride;
    for (int64_t i = 0; i < tile.depth; ++i) {
      typename Vec::Type slice[kVectors];
#pragma GCC unroll 32
      for (int v = 0; v < kVectors; ++v) slice[v] = Vec::Load(b + v * Vec::kLength);
#pragma GCC unroll 32
      for (int m = 0; m < kRows; ++m) {
        const typename Vec::Type value = Vec::Broadcast(a[m / kGroup] + (m % kGroup) * row_stride);
#pragma GCC unroll 32
        for (int v = 0; v < kVectors; ++v) sums[m][v] = Vec::MultiplyAdd(value, slice[v], sums[m][v]);
      }
      b += kSlice;
#pragma GCC unroll 32
      for (int g = 0; g * kGroup < kRows; ++g) a[g] += depth_stride;
    }
  }

  const bool plain = !tile.relu && tile.bias == nullptr && tile.residual == nullptr;
  if (plain && tile.columns == kSlice) {
    if (tile.accumulate) {
      StoreSum<Vec>(sums, tile.c, tile.c_stride);
    } else {
      Store<Vec>(sums, tile.c, tile.c_stride);
    }
  } else {
    alignas(64) float stored[kRows * kSlice];
    Store<Vec>(sums, stored, kSlice);
    Finish<Vec, kRows, kVectors>(tile, stored);
  }
}

template <class Vec>
void Pack(const float* in, int64_t in_stride, int64_t rows, int64_t columns, float* out, int64_t out_stride) {
  const int64_t whole = columns / Vec::kLength * Vec::kLength;
  const int64_t rest = columns - whole;
  for (int64_t row = 0; row < rows; ++row, in += in_stride, out += out_stride) {
    for (int64_t n = 0; n < whole; n += Vec::kLength) Vec::Store(out + n, Vec::Load(in + n));
    if (rest > 0) Vec::StorePartial(out + whole, Vec::LoadPartial(in + whole, rest), rest);
  }
}

// Enters the tiles of kVectors vectors and 1 .. kRows rows.
template <class Vec, int kVectors, int kRows>
constexpr void Enter(GemmKernels* kernels) {
  static_assert(kVectors <= kGemmMaxVectors && kRows <= kGemmMaxRows, "The table is too small for this tile.");
  if (kernels->max_rows[kVectors - 1] < kRows) kernels->max_rows[kVectors - 1] = kRows;
  kernels->along_depth[kVectors - 1][kRows - 1] = Compute<Vec, kRows, kVectors, Along::kDepth>;
  kernels->along_rows[kVectors - 1][kRows - 1] = Compute<Vec, kRows, kVectors, Along::kRows>;
  if constexpr (kRows > 1) Enter<Vec, kVectors, kRows - 1>(kernels);
}

template <class Vec, int kVectors, int kRows, int... kRest>
constexpr void EnterAll(GemmKernels* kernels) {
  Enter<Vec, kVectors, kRows>(kernels);
  if constexpr (sizeof...(kRest) > 0) EnterAll<Vec, kVectors + 1, kRest...>(kernels);
}

// The table of tiles of 1, 2, ... vectors with up to kMaxRows rows each. A constant: building it runs no code
// compiled for an instruction set that the CPU may lack.
template <class Vec, int... kMaxRows>
constexpr GemmKernels MakeGemmKernels() {
  GemmKernels kernels{};
  kernels.vector_length = Vec::kLength;
  EnterAll<Vec, 1, kMaxRows...>(&kernels);
  kernels.pack = Pack<Vec>;
  return kernels;
}

}  // namespace
}  // namespace resnet
