// Packs and quantizes to words of four bytes. For gemm_<isa>.cc files only.
#pragma once

#include <algorithm>
#include <cstring>

#include "kernels/gemm/gemm.h"
#include "kernels/simd/bytes.h"

namespace resnet {
namespace {

void PackBytes(const void* in, int64_t in_stride, int64_t rows, int64_t columns, Word* out, int64_t out_stride) {
  const auto* from = static_cast<const uint8_t*>(in);
  const int64_t padding = (4 - columns % 4) % 4;
  for (int64_t row = 0; row < rows; ++row) {
    auto* to = reinterpret_cast<uint8_t*>(out + row * out_stride);
    std::fill_n(std::copy_n(from + row * in_stride, columns, to), padding, uint8_t{0});
  }
}

template <class Vec>
void QuantizeRow(const float* in, int64_t count, Quantization to, uint8_t* out) {
  using Lanes = ByteLanes<Vec>;
  const auto scale = Vec::Set(to.inverse_scale), zero = Vec::Set(to.zero);
  const int64_t rest = count % Vec::kLength;
  int64_t n = 0;
  for (; n < count - rest; n += Vec::kLength) {
    Lanes::Store(out + n, Vec::Add(Vec::Multiply(Vec::Load(in + n), scale), zero));
  }
  if (rest == 0) return;
  StorePartial<Lanes>(out + n, Vec::Add(Vec::Multiply(Vec::LoadPartial(in + n, rest), scale), zero), rest);
}

// Rows of up to one word are quantized many at a time and then copied to one word each, whose unused bytes hold the
// beginning of the next row.
template <class Vec>
void QuantizeRows(const float* in, int64_t rows, int64_t columns, Quantization to, Word* out, int64_t out_stride) {
  constexpr int64_t kBytesPerWord = sizeof(Word);
  if (columns > kBytesPerWord) {
    for (int64_t row = 0; row < rows; ++row) {
      QuantizeRow<Vec>(in + row * columns, columns, to, reinterpret_cast<uint8_t*>(out + row * out_stride));
    }
    return;
  }
  constexpr int64_t kRowsAtOnce = 64;
  uint8_t dense[(kRowsAtOnce + 1) * kBytesPerWord] = {};
  for (int64_t begin = 0; begin < rows; begin += kRowsAtOnce) {
    const int64_t at_once = std::min(kRowsAtOnce, rows - begin);
    QuantizeRow<Vec>(in + begin * columns, at_once * columns, to, dense);
    for (int64_t row = 0; row < at_once; ++row) {
      std::memcpy(out + (begin + row) * out_stride, dense + row * columns, sizeof(Word));
    }
  }
}

}  // namespace
}  // namespace resnet
