// Turns a tile's integer sums into the stored results by GemmTile's formula. For gemm_<isa>.cc files only.
#pragma once

#include <cstring>
#include <limits>
#include <type_traits>

#include "kernels/gemm/gemm.h"
#include "kernels/simd/bytes.h"

namespace resnet {
namespace {

struct NoResidual {};

template <class Vec, class Residual, class Out>
void RequantizeColumns(const GemmTile& tile, const float* sums, int64_t rows, int64_t width) {
  using Lanes = ByteLanes<Vec>;
  using Type = typename Lanes::Type;
  using Bits = typename Lanes::Bits;
  const Type least = Vec::Set(tile.relu ? 0 : -std::numeric_limits<float>::infinity());
  const Type residual_scale = Vec::Set(tile.residual_scale);
  const Type inverse_scale = Vec::Set(tile.inverse_c_scale);
  for (int64_t n = 0; n < tile.columns; n += Vec::kLength) {
    const int64_t left = tile.columns - n;
    const int64_t count = left < Vec::kLength ? left : Vec::kLength;
    const bool whole = count == Vec::kLength;
    Type offset;
    std::memcpy(&offset, tile.offset + n, sizeof(offset));
    const Type scale = Vec::LoadPartial(tile.scale + n, count);
    const Type bias = tile.bias != nullptr ? Vec::LoadPartial(tile.bias + n, count) : Vec::Zero();
    auto* c = static_cast<Out*>(tile.c) + n;
    const auto* residual = static_cast<const Residual*>(tile.residual);
    for (int64_t m = 0; m < rows; ++m, c += tile.c_stride) {
      const Bits sum = reinterpret_cast<Bits>(Vec::Load(sums + m * width + n)) + reinterpret_cast<Bits>(offset);
      Type value = Vec::Add(Vec::Multiply(Lanes::FromInts(reinterpret_cast<Type>(sum)), scale), bias);
      if constexpr (!std::is_same<Residual, NoResidual>::value) {
        Type other = whole ? Lanes::Load(residual + n) : Lanes::LoadPartial(residual + n, count);
        if constexpr (std::is_same<Residual, uint8_t>::value) other = Vec::Multiply(other, residual_scale);
        value = Vec::Add(value, other);
        residual += tile.c_stride;
      }
      value = Vec::Max(least, value);  // a NaN in the second operand is kept
      if constexpr (std::is_same<Out, uint8_t>::value) value = Vec::Multiply(value, inverse_scale);
      if (whole) {
        Lanes::Store(c, value);
      } else {
        StorePartial<Lanes>(c, value, count);
      }
    }
  }
}

template <class Vec, class Out>
void RequantizeTo(const GemmTile& tile, const float* sums, int64_t rows, int64_t width) {
  if (tile.residual == nullptr) return RequantizeColumns<Vec, NoResidual, Out>(tile, sums, rows, width);
  switch (tile.residual_type) {
    case ElementType::kFloat32:
      return RequantizeColumns<Vec, float, Out>(tile, sums, rows, width);
    case ElementType::kBfloat16:
      return RequantizeColumns<Vec, BFloat16, Out>(tile, sums, rows, width);
    case ElementType::kUint8:
      return RequantizeColumns<Vec, uint8_t, Out>(tile, sums, rows, width);
  }
}

// `sums` has `rows` rows of `width` 32-bit integers, all of which may be read.
template <class Vec>
__attribute__((noinline)) void Requantize(const GemmTile& tile, const float* sums, int64_t rows, int64_t width) {
  switch (tile.c_type) {
    case ElementType::kFloat32:
      return RequantizeTo<Vec, float>(tile, sums, rows, width);
    case ElementType::kBfloat16:
      return RequantizeTo<Vec, BFloat16>(tile, sums, rows, width);
    case ElementType::kUint8:
      return RequantizeTo<Vec, uint8_t>(tile, sums, rows, width);
  }
}

}  // namespace
}  // namespace resnet
