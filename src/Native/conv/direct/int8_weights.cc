#include "conv/direct/int8_weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "conv/direct/packed_weights.h"
#include "conv/schedule/tiling.h"

namespace resnet {
namespace {

constexpr int64_t kBytesPerWord = sizeof(Word);
constexpr float kMost = 127;

int32_t Quantize(float weight, float scale) {
  return static_cast<int32_t>(std::lrint(std::clamp(weight / scale, -kMost, kMost)));
}

// One word of column `column`: the weights of four channels, zero beyond the last. Adds them to *sum.
Word QuantizeWord(const RowConvolution& conv, const float* tap, int64_t word, int64_t column, float scale,
                  int32_t* sum) {
  uint32_t bytes = 0;
  const int64_t first = word * kBytesPerWord;
  const int64_t count = std::min(kBytesPerWord, conv.channels - first);
  for (int64_t i = 0; i < count; ++i) {
    const int32_t weight = Quantize(tap[(first + i) * conv.groups * conv.out_channels + column], scale);
    bytes |= (static_cast<uint32_t>(weight) & 0xffu) << (8 * i);
    *sum += weight;
  }
  Word packed;
  std::memcpy(&packed, &bytes, sizeof(packed));
  return packed;
}

}  // namespace

void FindWeightScales(ThreadPool& pool, const ConvShape& shape, const float* weights, float* scales) {
  constexpr int64_t kColumns = 64;
  const int64_t rows = shape.kernel_h * shape.kernel_w * shape.GroupC();
  pool.ParallelFor(DivideUp(shape.k, kColumns), [&](int64_t task) {
    const int64_t begin = task * kColumns, end = std::min(shape.k, begin + kColumns);
    // The bit patterns of magnitudes compare as the magnitudes do, with infinity and NaN as the largest.
    uint32_t largest[kColumns] = {};
    for (int64_t row = 0; row < rows; ++row) {
      for (int64_t column = begin; column < end; ++column) {
        uint32_t bits;
        std::memcpy(&bits, weights + row * shape.k + column, sizeof(bits));
        largest[column - begin] = std::max(largest[column - begin], bits & 0x7fffffffu);
      }
    }
    for (int64_t column = begin; column < end; ++column) {
      float magnitude;
      std::memcpy(&magnitude, largest + column - begin, sizeof(magnitude));
      const float scale = magnitude / kMost;
      scales[column] = scale == 0 ? 1 : scale;
    }
  });
}

int64_t PackedInt8Length(const GemmKernels& kernels, const RowConvolution& conv) {
  return PackedLength(kernels, conv) +
         conv.groups * (conv.taps_h + 1) * ChooseTiling(kernels, conv).PaddedColumns();
}

const int32_t* Int8WeightSums(const GemmKernels& kernels, const RowConvolution& conv, const Word* packed) {
  return reinterpret_cast<const int32_t*>(packed + PackedLength(kernels, conv));
}

void PackInt8Weights(ThreadPool& pool, const GemmKernels& kernels, const RowConvolution& conv, const float* weights,
                     const float* scales, Word* packed) {
  const Tiling tiling = ChooseTiling(kernels, conv);
  auto* const all_sums = reinterpret_cast<int32_t*>(packed + PackedLength(kernels, conv));
  const int64_t group_length = PackedGroupLength(kernels, conv);
  const int64_t row = conv.groups * conv.out_channels;
  pool.ParallelFor(conv.groups * tiling.panels.count, [&](int64_t task) {
    const int64_t group = task / tiling.panels.count;
    const int64_t panel = task % tiling.panels.count;
    int32_t* const sums = all_sums + group * (conv.taps_h + 1) * tiling.PaddedColumns();
    const int64_t width = tiling.Width(panel);
    const int64_t first = tiling.FirstColumn(panel);
    const int64_t column = group * conv.out_channels + first;  // of all groups
    Word* out = packed + group * group_length + first * conv.WeightRows();
    std::fill_n(sums + first, width, 0);
    for (int64_t t = 0; t < conv.taps_h; ++t) {
      int32_t* const before = sums + t * tiling.PaddedColumns() + first;
      int32_t* const after = std::copy_n(before, width, before + tiling.PaddedColumns()) - width;
      for (int64_t u = 0; u < conv.taps_w; ++u) {
        const float* tap = weights + (t * conv.taps_w + u) * conv.channels * row + column;
        for (int64_t word = 0; word < conv.words; ++word, out += width) {
          for (int64_t n = 0; n < tiling.ColumnsIn(panel); ++n) {
            out[n] = QuantizeWord(conv, tap, word, n, scales[column + n], after + n);
          }
          std::fill(out + tiling.ColumnsIn(panel), out + width, 0.0f);
        }
      }
    }
  });
}

}  // namespace resnet
