// The packing functions of GemmKernels. For gemm_<isa>.cc files only.
#pragma once

#include <algorithm>

#include "kernels/gemm/arithmetic.h"

namespace resnet {
namespace {

template <class Vec>
void CopyRow(const float* in, int64_t columns, float* out) {
  const int64_t whole = columns / Vec::kLength * Vec::kLength;
  const int64_t rest = columns - whole;
  for (int64_t n = 0; n < whole; n += Vec::kLength) Vec::Store(out + n, Vec::Load(in + n));
  if (rest > 0) Vec::StorePartial(out + whole, Vec::LoadPartial(in + whole, rest), rest);
}

// Words of one number.
template <class Vec>
void PackFloat32(const void* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out, int64_t out_stride) {
  const auto* from = static_cast<const float*>(in);
  for (int64_t row = 0; row < rows; ++row) CopyRow<Vec>(from + row * in_stride, columns, out + row * out_stride);
}

template <class Vec>
void InterleaveFloat32(const void* first, const void*, int64_t in_stride, int64_t rows, int64_t columns, Word* out,
                       int64_t out_stride) {
  PackFloat32<Vec>(first, in_stride, rows, columns, out, out_stride);
}

// Words of two numbers.
template <class Lanes>
void PackRow(const float* in, int64_t columns, BFloat16* out) {
  const int64_t whole = columns / Lanes::kLength * Lanes::kLength;
  const int64_t rest = columns - whole;
  for (int64_t n = 0; n < whole; n += Lanes::kLength) Lanes::Store(out + n, Lanes::Load(in + n));
  if (rest == 0) return;
  StorePartial<Lanes>(out + whole, Lanes::LoadPartial(in + whole, rest), rest + rest % 2);
}

template <class Lanes>
void PackRow(const BFloat16* in, int64_t columns, BFloat16* out) {
  std::copy_n(in, columns, out);
  if (columns % 2 != 0) out[columns] = BFloat16{0};
}

template <class Lanes, class Source>
void PackBfloat16(const void* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out, int64_t out_stride) {
  const auto* from = static_cast<const Source*>(in);
  for (int64_t row = 0; row < rows; ++row) {
    PackRow<Lanes>(from + row * in_stride, columns, reinterpret_cast<BFloat16*>(out + row * out_stride));
  }
}

// Words that contain one number each, in the first or in the second place.
template <class Lanes>
struct HalfWords {
  using Vec = typename Lanes::Vector;
  using Type = typename Lanes::Type;
  static Type First(const float* p, int64_t count) { return Lanes::AsFirst(Second(p, count)); }
  static Type First(const BFloat16* p, int64_t count) {
    return count == Vec::kLength ? Vec::LoadHalves(p) : Vec::LoadHalvesPartial(p, count);
  }
  static Type Second(const float* p, int64_t count) {
    return Lanes::Round(count == Vec::kLength ? Vec::Load(p) : Vec::LoadPartial(p, count));
  }
  static Type Second(const BFloat16* p, int64_t count) { return Lanes::First(First(p, count)); }
};

template <class Lanes, class Source>
inline typename Lanes::Type JoinedWords(const Source* first, const Source* second, int64_t n, int64_t count) {
  const auto words = HalfWords<Lanes>::First(first + n, count);
  return second == nullptr ? words : Lanes::Join(words, HalfWords<Lanes>::Second(second + n, count));
}

template <class Lanes, class Source>
void InterleaveBfloat16(const void* first, const void* second, int64_t in_stride, int64_t rows, int64_t columns,
                        Word* out, int64_t out_stride) {
  using Vec = typename Lanes::Vector;
  const auto* from_first = static_cast<const Source*>(first);
  const auto* from_second = static_cast<const Source*>(second);
  const int64_t rest = columns % Vec::kLength;
  for (int64_t row = 0; row < rows; ++row, from_first += in_stride, out += out_stride) {
    int64_t n = 0;
    for (; n < columns - rest; n += Vec::kLength) {
      Vec::Store(out + n, JoinedWords<Lanes>(from_first, from_second, n, Vec::kLength));
    }
    if (rest > 0) Vec::StorePartial(out + n, JoinedWords<Lanes>(from_first, from_second, n, rest), rest);
    if (from_second != nullptr) from_second += in_stride;
  }
}

template <class Arithmetic>
constexpr void AddPacking(GemmKernels* kernels) {
  if constexpr (Arithmetic::kType == ElementType::kFloat32) {
    kernels->from_float32 = {PackFloat32<typename Arithmetic::Vec>, InterleaveFloat32<typename Arithmetic::Vec>};
  } else {
    using Lanes = typename Arithmetic::Lanes;
    kernels->from_float32 = {PackBfloat16<Lanes, float>, InterleaveBfloat16<Lanes, float>};
    kernels->from_bfloat16 = {PackBfloat16<Lanes, BFloat16>, InterleaveBfloat16<Lanes, BFloat16>};
  }
}

}  // namespace
}  // namespace resnet
