#include "conv/byte_weights.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "conv/tiling.h"
#include "conv/weights.h"

namespace resnet {
namespace {

constexpr int64_t kBytesPerWord = sizeof(Word);
constexpr float kMost = 127;

int32_t Quantize(float weight, float scale) {
  return static_cast<int32_t>(std::lrint(std::clamp(weight / scale, -kMost, kMost)));
}

// Column `column` of one word: four channels' weights, zero beyond the last. Adds them to *sum.
Word QuantizeWord(const RowConvolution& conv, const float* tap, int64_t word, int64_t column, float scale,
                  int32_t* sum) {
  uint32_t bytes = 0;
  const int64_t first = word * kBytesPerWord;
  const int64_t count = std::min(kBytesPerWord, conv.channels - first);
  for (int64_t i = 0; i < count; ++i) {
    const int32_t weight = Quantize(tap[(first + i) * conv.parts * conv.out_channels + column], scale);
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
    // The bits of magnitudes are in the order of the magnitudes, with infinities and NaN at the end.
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

int64_t PackedByteLength(const GemmKernels& kernels, const RowConvolution& conv) {
  return PackedLength(kernels, conv) + conv.parts * (conv.taps_h + 1) * ChooseTiling(kernels, conv).PaddedColumns();
}

const int32_t* ByteWeightSums(const GemmKernels& kernels, const RowConvolution& conv, const Word* packed) {
  return reinterpret_cast<const int32_t*>(packed + PackedLength(kernels, conv));
}

void PackByteWeights(ThreadPool& pool, const GemmKernels& kernels, const RowConvolution& conv, const float* weights,
                     const float* scales, Word* packed) {
  const Tiling tiling = ChooseTiling(kernels, conv);
  auto* const all_sums = reinterpret_cast<int32_t*>(packed + PackedLength(kernels, conv));
  const int64_t part_length = PartLength(kernels, conv);
  const int64_t row = conv.parts * conv.out_channels;
  pool.ParallelFor(conv.parts * tiling.blocks.parts, [&](int64_t task) {
    const int64_t part = task / tiling.blocks.parts;
    const int64_t block = task % tiling.blocks.parts;
    int32_t* const sums = all_sums + part * (conv.taps_h + 1) * tiling.PaddedColumns();
    const int64_t slice = tiling.Slice(block);
    const int64_t first = tiling.FirstColumn(block);
    const int64_t column = part * conv.out_channels + first;  // of all parts'
    Word* out = packed + part * part_length + first * conv.WeightRows();
    std::fill_n(sums + first, slice, 0);
    for (int64_t t = 0; t < conv.taps_h; ++t) {
      int32_t* const above = sums + t * tiling.PaddedColumns() + first;
      int32_t* const below = std::copy_n(above, slice, above + tiling.PaddedColumns()) - slice;
      for (int64_t u = 0; u < conv.taps_w; ++u) {
        const float* tap = weights + (t * conv.taps_w + u) * conv.channels * row + column;
        for (int64_t word = 0; word < conv.words; ++word, out += slice) {
          for (int64_t n = 0; n < tiling.ColumnsIn(block); ++n) {
            out[n] = QuantizeWord(conv, tap, word, n, scales[column + n], below + n);
          }
          std::fill(out + tiling.ColumnsIn(block), out + slice, 0.0f);
        }
      }
    }
  });
}

}  // namespace resnet
