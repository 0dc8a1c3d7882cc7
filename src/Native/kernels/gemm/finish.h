// Turns a tile's fp32 sums into the stored results by GemmTile's formula. For gemm_<isa>.cc files only.
#pragma once

#include <limits>

#include "kernels/gemm/arithmetic.h"

namespace resnet {
namespace {

template <class Lanes, class Element, bool kAccumulate, bool kResidual>
void FinishColumns(const GemmTile& tile, const float* sums, int64_t rows, int64_t width) {
  using Vec = typename Lanes::Vector;
  using Type = typename Vec::Type;
  const Type least = Vec::Set(tile.relu ? 0 : -std::numeric_limits<float>::infinity());
  for (int64_t n = 0; n < tile.columns; n += Vec::kLength) {
    const int64_t left = tile.columns - n;
    const int64_t count = left < Vec::kLength ? left : Vec::kLength;
    const bool whole = count == Vec::kLength;
    const Type bias = tile.bias != nullptr ? Vec::LoadPartial(tile.bias + n, count) : Vec::Zero();
    auto* c = static_cast<Element*>(tile.c) + n;
    const auto* residual = static_cast<const Element*>(tile.residual);
    for (int64_t m = 0; m < rows; ++m, c += tile.c_stride) {
      Type value = Vec::Load(sums + m * width + n);
      if constexpr (kAccumulate) value = Vec::Add(value, whole ? Lanes::Load(c) : Lanes::LoadPartial(c, count));
      value = Vec::Add(value, bias);
      if constexpr (kResidual) {
        value = Vec::Add(value, whole ? Lanes::Load(residual + n) : Lanes::LoadPartial(residual + n, count));
        residual += tile.c_stride;
      }
      value = Vec::Max(least, value);  // a NaN in the second operand is kept
      if (whole) {
        Lanes::Store(c, value);
      } else {
        StorePartial<Lanes>(c, value, count);
      }
    }
  }
}

// `sums` has `rows` rows of `width` numbers, all of which may be read.
template <class Lanes, class Element>
__attribute__((noinline)) void Finish(const GemmTile& tile, const float* sums, int64_t rows, int64_t width) {
  if (tile.residual == nullptr) {
    tile.accumulate ? FinishColumns<Lanes, Element, true, false>(tile, sums, rows, width)
                    : FinishColumns<Lanes, Element, false, false>(tile, sums, rows, width);
  } else {
    tile.accumulate ? FinishColumns<Lanes, Element, true, true>(tile, sums, rows, width)
                    : FinishColumns<Lanes, Element, false, true>(tile, sums, rows, width);
  }
}

}  // namespace
}  // namespace resnet
