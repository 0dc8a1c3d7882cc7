// The micro-kernel's body, written once over an arithmetic. Included by the gemm_<isa>.cc files only: everything is
// in an anonymous namespace, so that no function compiled for one instruction set can be linked into another's
// path.
//
// The unroll pragmas make every index of `sums` a constant: only then does the compiler keep it in registers.
#pragma once

#include <type_traits>

#include "kernels/gemm/arithmetic.h"
#include "kernels/gemm/finish.h"
#include "kernels/gemm/pack.h"
#include "kernels/gemm/pack_bytes.h"
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

// The direction in which a is contiguous.
enum class Along { kDepth, kRows };

template <class Arithmetic, int kRows, int kVectors, Along kAlong>
void Compute(const GemmTile& tile) {
  using Vec = typename Arithmetic::Vec;
  using Lanes = typename Arithmetic::Lanes;
  using Element = std::conditional_t<kAlong == Along::kDepth, typename Arithmetic::Element, float>;
  constexpr int kSlice = kVectors * Vec::kLength;
  auto* const c = static_cast<Element*>(tile.c);
  typename Vec::Type sums[kRows][kVectors];
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int v = 0; v < kVectors; ++v) sums[m][v] = Vec::Zero();
  }

  // The sums arrive at memory that is likely not in the cache, as does the residual: ask for it while they are
  // computed. (Where bytes' kernels store floats, it is the wrong memory, which does no harm.)
  constexpr int kLine = 64 / sizeof(Element);
#pragma GCC unroll 32
  for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
    for (int n = 0; n < kSlice; n += kLine) __builtin_prefetch(c + m * tile.c_stride + n, 1);
  }
  if (tile.residual != nullptr) {
    const auto* const residual = static_cast<const Element*>(tile.residual);
#pragma GCC unroll 32
    for (int m = 0; m < kRows; ++m) {
#pragma GCC unroll 32
      for (int n = 0; n < kSlice; n += kLine) __builtin_prefetch(residual + m * tile.c_stride + n, 0);
    }
  }

  // Rows a stride apart share a pointer in groups of three: p, p + stride and p + 2 * stride are addresses an x86
  // load can form by itself, and the pointers then fit the general registers. Adjacent rows need only one.
  constexpr int kGroup = kAlong == Along::kDepth ? 3 : kRows;
  const int64_t row_stride = kAlong == Along::kDepth ? tile.a_stride : 1;
  const int64_t depth_stride = kAlong == Along::kDepth ? 1 : tile.a_stride;
  const Word* next = tile.next;  // two runs side by side: that many lines may be wanted in a step
  const int64_t run = tile.tap_count * tile.depth * tile.next_step;
  for (int64_t t = 0; t < tile.tap_count; ++t) {
    const Word* b = tile.b + tile.taps[t].b;
    const Word* a[(kRows + kGroup - 1) / kGroup];
#pragma GCC unroll 32
    for (int g = 0; g * kGroup < kRows; ++g) a[g] = tile.a + tile.taps[t].a + g * kGroup * row_stride;
    for (int64_t i = 0; i < tile.depth; ++i) {
      typename Arithmetic::Operand slice[kVectors];
#pragma GCC unroll 32
      for (int v = 0; v < kVectors; ++v) slice[v] = Arithmetic::Load(b + v * Vec::kLength);
#pragma GCC unroll 32
      for (int m = 0; m < kRows; ++m) {
        const auto value = Arithmetic::Broadcast(a[m / kGroup] + (m % kGroup) * row_stride);
#pragma GCC unroll 32
        for (int v = 0; v < kVectors; ++v) sums[m][v] = Arithmetic::MultiplyAdd(value, slice[v], sums[m][v]);
      }
      b += kSlice;
      // A tile of one vector loads as much as it multiplies, and has no time to ask.
      if constexpr (kAlong == Along::kDepth && kVectors > 1) {
        if (next != nullptr) {
          constexpr int kSecondLevel = 2;
          __builtin_prefetch(next, 0, kSecondLevel);
          __builtin_prefetch(next + run, 0, kSecondLevel);
          next += tile.next_step;
        }
      }
#pragma GCC unroll 32
      for (int g = 0; g * kGroup < kRows; ++g) a[g] += depth_stride;
    }
  }

  const bool plain = !tile.relu && tile.bias == nullptr && tile.residual == nullptr;
  if constexpr (Arithmetic::kType == ElementType::kUint8) {
    alignas(64) float stored[kRows * kSlice];
    Store<Lanes>(sums, stored, kSlice);
    Requantize<Vec>(tile, stored, kRows, kSlice);
  } else if (plain && tile.columns == kSlice) {
    if (tile.accumulate) {
      AddTo<Vec, Lanes>(c, tile.c_stride, sums);
    } else {
      Store<Lanes>(sums, c, tile.c_stride);
    }
  } else {
    alignas(64) float stored[kRows * kSlice];
    Store<Lanes>(sums, stored, kSlice);
    Finish<Lanes, Element>(tile, stored, kRows, kSlice);
  }
}

// Enters the tiles of kVectors vectors and 1 .. kRows rows.
template <class Arithmetic, int kVectors, int kRows>
constexpr void Enter(GemmKernels* kernels) {
  static_assert(kVectors <= kGemmMaxVectors && kRows <= kGemmMaxRows, "The table is too small for this tile.");
  if (kernels->max_rows[kVectors - 1] < kRows) kernels->max_rows[kVectors - 1] = kRows;
  kernels->along_depth[kVectors - 1][kRows - 1] = Compute<Arithmetic, kRows, kVectors, Along::kDepth>;
  if constexpr (Arithmetic::kType != ElementType::kUint8) {
    kernels->along_rows[kVectors - 1][kRows - 1] = Compute<Arithmetic, kRows, kVectors, Along::kRows>;
  }
  if constexpr (kRows > 1) Enter<Arithmetic, kVectors, kRows - 1>(kernels);
}

template <class Arithmetic, int kVectors, int kRows, int... kRest>
constexpr void EnterAll(GemmKernels* kernels) {
  Enter<Arithmetic, kVectors, kRows>(kernels);
  if constexpr (sizeof...(kRest) > 0) EnterAll<Arithmetic, kVectors + 1, kRest...>(kernels);
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
    EnterPacking<Arithmetic>(&kernels);
  }
  return kernels;
}

// With tiles of 1, 2, ... vectors with up to kMaxRows rows each. A constant: building it runs no code compiled for
// an instruction set that the CPU may lack.
template <class Arithmetic, int... kMaxRows>
constexpr GemmKernels MakeGemmKernels() {
  GemmKernels kernels = MakeTable<Arithmetic>();
  EnterAll<Arithmetic, 1, kMaxRows...>(&kernels);
  return kernels;
}

}  // namespace
}  // namespace resnet
