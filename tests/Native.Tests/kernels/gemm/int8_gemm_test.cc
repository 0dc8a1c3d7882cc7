// Compares every int8 register tile of every instruction set with its formula in gemm.h, and tests the packing.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

#include "conv/int8_reference.h"
#include "kernels/gemm/gemm.h"
#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

class Int8GemmTest : public PerIsa {};
RESNET_PER_ISA(Int8GemmTest);

constexpr int64_t kPerWord = 4;

const Word* AsWords(const Guarded<uint8_t>& bytes) { return reinterpret_cast<const Word*>(bytes.data()); }

struct Case {
  int rows, vectors;
  int64_t columns, depth, tap_count;
};

template <class T>
void Check(const GemmKernels& kernels, const Case& t, ElementType c_type, Random& random) {
  const int64_t slice = int64_t{t.vectors} * kernels.vector_length;
  const int64_t a_stride = t.depth + random.Below(3), c_stride = t.columns + random.Below(3);
  const int64_t a_words = (t.rows - 1) * a_stride + t.depth, c_size = (t.rows - 1) * c_stride + t.columns;
  const Guarded<uint8_t> a(random.Bytes(a_words * kPerWord * t.tap_count));
  const Guarded<uint8_t> b(random.Bytes(t.depth * slice * kPerWord * t.tap_count));
  const Guarded<uint8_t> residual(random.Bytes(c_size));
  const Guarded<float> scale(random.Floats(t.columns, 0, 1e-3f)), bias(random.Floats(t.columns, -9, 9));
  const Guarded<int32_t> offset(slice);
  for (int32_t& value : offset) value = static_cast<int32_t>(random.Below(20001)) - 10000;
  const Guarded<T> c(std::vector<T>(static_cast<size_t>(c_size), T(7)));
  std::vector<GemmTap> taps;
  for (int64_t i = 0; i < t.tap_count; ++i) taps.push_back({(t.tap_count - 1 - i) * a_words, i * t.depth * slice});

  GemmTile tile;
  tile.a = AsWords(a);
  tile.b = AsWords(b);
  tile.c = c.data();
  tile.bias = bias.data();
  tile.residual = residual.data();
  tile.taps = taps.data();
  tile.tap_count = t.tap_count;
  tile.depth = t.depth;
  tile.a_stride = a_stride;
  tile.c_stride = c_stride;
  tile.columns = t.columns;
  tile.relu = random.Below(2) == 1;
  tile.offset = offset.data();
  tile.scale = scale.data();
  tile.residual_scale = 0.03f;
  tile.inverse_c_scale = 12.5f;
  tile.c_type = c_type;
  kernels.along_depth[t.vectors - 1][t.rows - 1](tile);

  for (int64_t at = 0; at < c_size; ++at) {
    const int64_t m = at / c_stride, n = at % c_stride;
    if (n >= t.columns) {
      ASSERT_EQ(c[at], T(7)) << "between the rows";
      continue;
    }
    int32_t sum = offset[n];
    for (const GemmTap& tap : taps) {
      for (int64_t i = 0; i < t.depth * kPerWord; ++i) {
        const uint8_t x = a[(tap.a + m * a_stride) * kPerWord + i];
        const auto w = static_cast<int8_t>(b[(tap.b + i / kPerWord * slice + n) * kPerWord + i % kPerWord]);
        sum += x * w;
      }
    }
    float value = static_cast<float>(sum) * scale[n];
    value = value + bias[n];
    const float other = static_cast<float>(residual[at]) * tile.residual_scale;
    value = value + other;
    if (tile.relu) value = std::max(value, 0.0f);
    ASSERT_EQ(c[at], (std::is_same<T, uint8_t>::value ? T(ToByte(value * tile.inverse_c_scale)) : T(value)))
        << "row " << m << ", column " << n;
  }
}

TEST_P(Int8GemmTest, EveryTileMatchesTheFormula) {
  Random random;
  const GemmKernels& kernels = GetGemmKernels(GetParam(), ElementType::kUint8);
  for (int vectors = 1; vectors <= kGemmMaxVectors; ++vectors) {
    for (int rows = 1; rows <= kernels.max_rows[vectors - 1]; ++rows) {
      SCOPED_TRACE(std::to_string(rows) + "x" + std::to_string(vectors));
      const int64_t slice = int64_t{vectors} * kernels.vector_length;
      for (int64_t columns = 1; columns <= slice; ++columns) {
        for (int64_t taps : {0, 1, 3}) {
          const Case tile{rows, vectors, columns, columns % 4 == 0 ? 33 : columns % 4 - 1, taps};
          Check<uint8_t>(kernels, tile, ElementType::kUint8, random);
          Check<float>(kernels, tile, ElementType::kFloat32, random);
          if (HasFatalFailure()) return;
        }
      }
    }
  }
}

constexpr int64_t kRows = 7;

// Expects these bytes in rows of words, with any padding in the last word, and unmodified memory between rows.
void ExpectWords(const std::vector<uint8_t>& expected, int64_t columns, const Guarded<uint8_t>& out,
                 int64_t stride) {
  for (int64_t i = 0; i < out.size(); ++i) {
    const int64_t row = i / stride, n = i % stride;
    const int64_t filled = (columns + kPerWord - 1) / kPerWord * kPerWord;
    if (n < columns) {
      ASSERT_EQ(out[i], expected[static_cast<size_t>(row * columns + n)]) << row << ", " << n;
    } else if (n >= filled) {
      ASSERT_EQ(out[i], 7) << "between the rows";
    }
  }
}

TEST_P(Int8GemmTest, PackAndQuantize) {
  Random random;
  const GemmKernels& kernels = GetGemmKernels(GetParam(), ElementType::kUint8);
  for (int64_t columns = 1; columns <= 70; ++columns) {
    for (int64_t gap : {0, 2}) {
      for (int64_t rows : {kRows, int64_t{200}}) {
        SCOPED_TRACE(std::to_string(columns) + " columns, gap " + std::to_string(gap));
        const int64_t words = (columns + kPerWord - 1) / kPerWord, stride = words + gap;
        const int64_t size = ((rows - 1) * stride + words) * kPerWord;
        const Guarded<uint8_t> bytes(random.Bytes(rows * columns));
        const Guarded<uint8_t> out(std::vector<uint8_t>(static_cast<size_t>(size), 7));
        auto* const out_words = reinterpret_cast<Word*>(out.data());
        kernels.from_uint8.pack(bytes.data(), columns, rows, columns, out_words, stride);
        ExpectWords(bytes.ToVector(), columns, out, stride * kPerWord);

        const Guarded<float> numbers(random.Floats(rows * columns, -3, 5));
        const rn_int8_scales scales{0.02f, 100, 1, 1};
        std::fill(out.begin(), out.end(), uint8_t{7});
        kernels.quantize(numbers.data(), rows, columns, {1 / scales.input_scale, 100}, out_words, stride);
        ExpectWords(QuantizeImage(numbers.ToVector(), scales), columns, out, stride * kPerWord);
        if (HasFatalFailure()) return;
      }
    }
  }
}

}  // namespace
}  // namespace resnet
