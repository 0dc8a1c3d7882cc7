// The micro-kernel, written once over an arithmetic. For gemm_<isa>.cc files only: everything is in an anonymous
// namespace, so that the linker cannot use a function compiled for one instruction set in the path of another.
//
// The unroll pragmas turn every index of `sums` into a constant. Otherwise the compiler does not keep it in
// registers.
#pragma once

#include <type_traits>

#include "kernels/gemm/arithmetic.h"
#include "kernels/gemm/finish.h"
#include "kernels/gemm/pack.h"
#include "kernels/gemm/pack_int8.h"
#include "kernels/gemm/requantize.h"

namespace resnet {
namespace {

template <class Lanes, int kRows, int kVectors, class Element>
inline void Store(const typename Lanes::Type (&sums)[kRows][kVectors], Element* c, int64_t stride) {
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int v = 0; v < kVectors; ++v) Lanes::Store(c + m * stride + v * Lanes::kLength, sums[m][v]);
  }
}

// c += sums
template <class Vec, class Lanes, int kRows, int kVectors, class Element>
inline void AddTo(Element* c, int64_t stride, const typename Lanes::Type (&sums)[kRows][kVectors]) {
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int v = 0; v < kVectors; ++v) {
      Element* to = c + m * stride + v * Lanes::kLength;
      Lanes::Store(to, Vec::Add(sums[m][v], Lanes::Load(to)));
    }
  }
}

// The axis along which a is contiguous.
enum class Along { kDepth, kRows };

template <class Arithmetic, int kRows, int kVectors, Along kAlong>
void Compute(const GemmTile& tile) {
  using Vec = typename Arithmetic::Vec;
  using Lanes = typename Arithmetic::Lanes;
  using Element = std::conditional_t<kAlong == Along::kDepth, typename Arithmetic::Element, float>;
  constexpr int kWidth = kVectors * Vec::kLength;
  auto* const c = static_cast<Element*>(tile.c);
  typename Vec::Type sums[kRows][kVectors];
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int v = 0; v < kVectors; ++v) sums[m][v] = Vec::Zero();
  }

  // The results and the residual are probably not in the cache: prefetch them during the computation. (If int8
  // kernels store floats, the addresses are wrong, which is harmless.)
  constexpr int kLine = 64 / sizeof(Element);
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int n = 0; n < kWidth; n += kLine) __builtin_prefetch(c + m * tile.c_stride + n, 1);
  }
  if (tile.residual != nullptr) {
    const auto* const residual = static_cast<const Element*>(tile.residual);
#pragma GCC unroll 32
    for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
      for (int n = 0; n < kWidth; n += kLine) __builtin_prefetch(residual + m * tile.c_stride + n, 0);
    }
  }

  // Three rows a stride apart share a pointer: x86 loads can address p, p + stride and p + 2 * stride, and the
  // pointers then fit the general registers. Adjacent rows need only one pointer.
  constexpr int kGroup = kAlong == Along::kDepth ? 3 : kRows;
  const int64_t row_stride = kAlong == Along::kDepth ? tile.a_stride : 1;
  const int64_t depth_stride = kAlong == Along::kDepth ? 1 : tile.a_stride;
  // Two streams, because a step may have to prefetch two cache lines.
  const Word* next = tile.prefetch;
  const int64_t stream = tile.tap_count * tile.depth * tile.prefetch_step;
  for (int64_t t = 0; t < tile.tap_count; ++t) {
    const Word* b = tile.b + tile.taps[t].b;
    const Word* a[(kRows + kGroup - 1) / kGroup];
#pragma GCC unroll 32
    for (int g = 0; g * kGroup < kRows; ++g) a[g] = tile.a + tile.taps[t].a + g * kGroup * row_stride;
    for (int64_t i = 0; i < tile.depth; ++i) {
      typename Arithmetic::Operand columns[kVectors];
#pragma GCC unroll 32
      for (int v = 0; v < kVectors; ++v) columns[v] = Arithmetic::Load(b + v * Vec::kLength);
#pragma GCC unroll 32
      for (int m = 0; m < kRows; ++m) {
        const auto value = Arithmetic::Broadcast(a[m / kGroup] + (m % kGroup) * row_stride);
#pragma GCC unroll 32
        for (int v = 0; v < kVectors; ++v) sums[m][v] = Arithmetic::MultiplyAdd(value, columns[v], sums[m][v]);
      }
      b += kWidth;
      // A tile of one vector loads as much as it multiplies: a prefetch would slow it down.
      if constexpr (kAlong == Along::kDepth && kVectors > 1) {
        if (next != nullptr) {
          constexpr int kSecondLevel = 2;
          __builtin_prefetch(next, 0, kSecondLevel);
          __builtin_prefetch(next + stream, 0, kSecondLevel);
          next += tile.prefetch_step;
        }
      }
#pragma GCC unroll 32
      for (int g = 0; g * kGroup < kRows; ++g) a[g] += depth_stride;
    }
  }

  const bool plain = !tile.relu && tile.bias == nullptr && tile.residual == nullptr;
  if constexpr (Arithmetic::kType == ElementType::kUint8) {
    alignas(64) float stored[kRows * kWidth];
    Store<Lanes>(sums, stored, kWidth);
    Requantize<Vec>(tile, stored, kRows, kWidth);
  } else if (plain && tile.columns == kWidth) {
    if (tile.accumulate) {
      AddTo<Vec, Lanes>(c, tile.c_stride, sums);
    } else {
      Store<Lanes>(sums, c, tile.c_stride);
    }
  } else {
    alignas(64) float stored[kRows * kWidth];
    Store<Lanes>(sums, stored, kWidth);
    Finish<Lanes, Element>(tile, stored, kRows, kWidth);
  }
}

// Adds the tiles of kVectors vectors and 1 .. kRows rows.
template <class Arithmetic, int kVectors, int kRows>
constexpr void AddTiles(GemmKernels* kernels) {
  static_assert(kVectors <= kGemmMaxVectors && kRows <= kGemmMaxRows, "The table is too small for this tile.");
  if (kernels->max_rows[kVectors - 1] < kRows) kernels->max_rows[kVectors - 1] = kRows;
  kernels->along_depth[kVectors - 1][kRows - 1] = Compute<Arithmetic, kRows, kVectors, Along::kDepth>;
  if constexpr (Arithmetic::kType != ElementType::kUint8) {
    kernels->along_rows[kVectors - 1][kRows - 1] = Compute<Arithmetic, kRows, kVectors, Along::kRows>;
  }
  if constexpr (kRows > 1) AddTiles<Arithmetic, kVectors, kRows - 1>(kernels);
}

template <class Arithmetic, int kVectors, int kRows, int... kRest>
constexpr void AddAllTiles(GemmKernels* kernels) {
  AddTiles<Arithmetic, kVectors, kRows>(kernels);
  if constexpr (sizeof...(kRest) > 0) AddAllTiles<Arithmetic, kVectors + 1, kRest...>(kernels);
}

// A table without tiles.
template <class Arithmetic>
constexpr GemmKernels MakeTable() {
  GemmKernels kernels{};
  kernels.type = Arithmetic::kType;
  kernels.elements_per_word = Arithmetic::kPerWord;
  kernels.vector_length = Arithmetic::Vec::kLength;
  kernels.unit_rows = kernels.unit_half_cycles = 1;
  kernels.latency = Arithmetic::kLatency;
  kernels.multiply_adds = Arithmetic::kMultiplyAdds;
  if constexpr (Arithmetic::kType == ElementType::kUint8) {
    kernels.from_uint8.pack = PackBytes;
    kernels.quantize = QuantizeRows<typename Arithmetic::Vec>;
  } else {
    AddPacking<Arithmetic>(&kernels);
  }
  return kernels;
}

// A table with tiles of 1, 2, ... vectors, of up to kMaxRows rows each. It is a compile-time constant, so that
// loading the library runs no instruction that the CPU may lack.
template <class Arithmetic, int... kMaxRows>
constexpr GemmKernels MakeGemmKernels() {
  GemmKernels kernels = MakeTable<Arithmetic>();
  AddAllTiles<Arithmetic, 1, kMaxRows...>(&kernels);
  return kernels;
}

}  // namespace
}  // namespace resnet
