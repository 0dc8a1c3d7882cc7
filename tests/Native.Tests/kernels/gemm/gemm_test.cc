// Compares every register tile of every instruction set with its formula in gemm.h.
#include "kernels/gemm/gemm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/typed_buffer.h"

namespace resnet {
namespace {

class GemmTest : public PerIsa {};
RESNET_PER_ISA(GemmTest);

// The tables of kernels.
enum class Kind { kAlongDepth, kAlongRows, kAlongDepthToFloat32 };

const auto& TableOf(const GemmKernels& kernels, Kind kind) {
  if (kind == Kind::kAlongRows) return kernels.along_rows;
  return kind == Kind::kAlongDepth ? kernels.along_depth : kernels.along_depth_to_float32;
}

const char* ToString(Kind kind) {
  if (kind == Kind::kAlongRows) return "along rows ";
  return kind == Kind::kAlongDepth ? "along depth " : "along depth to fp32 ";
}

struct Case {
  int rows, vectors;
  int64_t columns, depth, tap_count;
  Kind kind;
  bool accumulate, bias, residual, relu;
};

// Numbers and the words that contain them: one fp32 or two bfloat16 each.
struct Words {
  Words(const GemmKernels& kernels, int64_t count, Random& random)
      : per_word(kernels.elements_per_word),
        numbers(per_word == 1 ? RN_FLOAT32 : RN_BFLOAT16, random.Floats(count * per_word)) {}

  const Word* data() const { return static_cast<const Word*>(numbers.data()); }

  int64_t per_word;
  TypedBuffer numbers;
};

// Runs one tile on guarded buffers, and compares every element of c with sums in double.
void Check(const GemmKernels& kernels, const Case& t, Random& random) {
  const int64_t slice = int64_t{t.vectors} * kernels.vector_length;
  const bool along_depth = t.kind != Kind::kAlongRows;
  const int64_t inner = along_depth ? t.depth : t.rows;
  const int64_t outer = along_depth ? t.rows : t.depth;
  const int64_t a_stride = inner + random.Below(3);
  const int64_t c_stride = t.columns + random.Below(3);
  const int64_t a_words = outer > 0 ? (outer - 1) * a_stride + inner : 0;
  const int64_t c_size = (t.rows - 1) * c_stride + t.columns;
  const bool halves = kernels.type == ElementType::kBfloat16 && t.kind == Kind::kAlongDepth;
  const int32_t c_type = halves ? RN_BFLOAT16 : RN_FLOAT32;

  // The taps are consecutive in b, and consecutive in reverse order in a.
  const Words a(kernels, a_words * t.tap_count, random), b(kernels, t.depth * slice * t.tap_count, random);
  const TypedBuffer c(c_type, random.Floats(c_size)), residual(c_type, random.Floats(c_size));
  const Guarded<float> bias(random.Floats(t.columns));
  const std::vector<float> before = c.ToVector();
  std::vector<GemmTap> taps;
  for (int64_t i = 0; i < t.tap_count; ++i) {
    taps.push_back({(t.tap_count - 1 - i) * a_words, i * t.depth * slice});
  }

  GemmTile tile;
  tile.a = a.data();
  tile.b = b.data();
  tile.c = c.data();
  tile.bias = t.bias ? bias.data() : nullptr;
  tile.residual = t.residual ? residual.data() : nullptr;
  tile.taps = taps.data();
  tile.tap_count = t.tap_count;
  tile.depth = t.depth;
  tile.a_stride = a_stride;
  tile.c_stride = c_stride;
  tile.columns = t.columns;
  tile.accumulate = t.accumulate;
  tile.relu = t.relu;
  TableOf(kernels, t.kind)[t.vectors - 1][t.rows - 1](tile);

  for (int64_t m = 0; m < t.rows; ++m) {
    for (int64_t n = 0; n < c_stride && m * c_stride + n < c_size; ++n) {
      const int64_t at = m * c_stride + n;
      if (n >= t.columns) {
        ASSERT_EQ(c[at], before[static_cast<size_t>(at)]) << "between the rows";
        continue;
      }
      double sum = 0, magnitude = 0;
      const auto add = [&](double term) {
        sum += term;
        magnitude += std::fabs(term);
      };
      for (const GemmTap& tap : taps) {
        for (int64_t i = 0; i < t.depth; ++i) {
          const int64_t a_word = tap.a + (along_depth ? m * a_stride + i : i * a_stride + m);
          const int64_t b_word = tap.b + i * slice + n;
          for (int64_t e = 0; e < a.per_word; ++e) {
            add(double{a.numbers[a_word * a.per_word + e]} * b.numbers[b_word * b.per_word + e]);
          }
        }
      }
      if (t.accumulate) add(before[static_cast<size_t>(at)]);
      if (t.bias) add(bias[n]);
      if (t.residual) add(residual[at]);
      if (t.relu) sum = std::max(sum, 0.0);
      const double terms = static_cast<double>(t.depth * t.tap_count * a.per_word) + 4;
      const Bounds bounds(sum, terms * 0x1p-24 * magnitude, c_type);
      ASSERT_TRUE(bounds.Contain(c[at])) << "row " << m << ", column " << n << ": " << c[at] << " is not within "
                                         << bounds.low << " and " << bounds.high;
    }
  }
}

template <class Visit>
void ForEachType(Isa isa, const Visit& visit) {
  for (ElementType type : {ElementType::kFloat32, ElementType::kBfloat16}) {
    SCOPED_TRACE(type == ElementType::kFloat32 ? "fp32" : "bfloat16");
    visit(GetGemmKernels(isa, type));
  }
}

// Calls visit(kernels, kind, rows, vectors).
template <class Visit>
void ForEachTile(Isa isa, const Visit& visit) {
  ForEachType(isa, [&](const GemmKernels& kernels) {
    for (Kind kind : {Kind::kAlongDepth, Kind::kAlongRows, Kind::kAlongDepthToFloat32}) {
      if (kind != Kind::kAlongDepth && (kind == Kind::kAlongRows) != (kernels.transpose == nullptr)) continue;
      for (int vectors = 1; vectors <= kGemmMaxVectors; ++vectors) {
        for (int rows = 1; rows <= kernels.max_rows[vectors - 1]; ++rows) {
          SCOPED_TRACE(ToString(kind) + std::to_string(rows) + "x" + std::to_string(vectors));
          visit(kernels, kind, rows, vectors);
        }
      }
    }
  });
}

TEST_P(GemmTest, EveryTileMatchesTheFormula) {
  Random random;
  ForEachTile(GetParam(), [&](const GemmKernels& kernels, Kind kind, int rows, int vectors) {
    const int64_t slice = int64_t{vectors} * kernels.vector_length;
    for (int64_t depth : {0, 1, 2, 7, 33, 37}) {
      for (int64_t taps : {0, 1, 3}) Check(kernels, {rows, vectors, slice, depth, taps, kind, 0, 0, 0, 0}, random);
    }
  });
}

TEST_P(GemmTest, EveryTileStoresAnyNumberOfColumns) {
  Random random;
  ForEachTile(GetParam(), [&](const GemmKernels& kernels, Kind kind, int rows, int vectors) {
    const int64_t slice = int64_t{vectors} * kernels.vector_length;
    for (int64_t columns = 1; columns <= slice; ++columns) {
      Check(kernels, {rows, vectors, columns, 5, 2, kind, columns % 2 == 0, 0, 0, 0}, random);
    }
  });
}

TEST_P(GemmTest, EveryTileSupportsEveryEpilogue) {
  Random random;
  ForEachTile(GetParam(), [&](const GemmKernels& kernels, Kind kind, int rows, int vectors) {
    const int64_t slice = int64_t{vectors} * kernels.vector_length;
    for (int bits = 0; bits < 16; ++bits) {
      for (int64_t columns : {slice, slice - 1}) {
        Check(kernels,
              {rows, vectors, columns, 9, 1, kind, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0,
               (bits & 8) != 0},
              random);
      }
    }
  });
}

// Calls visit(kernels, source type, its functions, columns, elements between rows).
template <class Visit>
void ForEachPacking(Isa isa, const Visit& visit) {
  ForEachType(isa, [&](const GemmKernels& kernels) {
    for (int32_t type : {RN_FLOAT32, RN_BFLOAT16}) {
      if (type == RN_BFLOAT16 && kernels.type == ElementType::kFloat32) continue;
      SCOPED_TRACE("from type " + std::to_string(type));
      const auto& from = type == RN_FLOAT32 ? kernels.from_float32 : kernels.from_bfloat16;
      for (int64_t columns = 1; columns <= 70; ++columns) {
        for (int64_t gap : {0, 2}) visit(kernels, type, from, columns, gap);
      }
    }
  });
}

// Words filled with sevens.
Guarded<float> Sevens(int64_t words, int64_t per_word) {
  const std::vector<float> sevens(static_cast<size_t>(words * per_word), 7.0f);
  const TypedBuffer filled(per_word == 1 ? RN_FLOAT32 : RN_BFLOAT16, sevens);
  const auto* data = static_cast<const float*>(filled.data());
  return Guarded<float>(std::vector<float>(data, data + words));
}

// Expects these numbers in rows of words, and sevens between rows.
void ExpectWords(const std::vector<std::vector<float>>& rows, int64_t stride, int64_t per_word,
                 const Guarded<float>& words) {
  TypedBuffer expected(per_word == 1 ? RN_FLOAT32 : RN_BFLOAT16,
                       std::vector<float>(static_cast<size_t>(words.size() * per_word), 7.0f));
  for (size_t row = 0; row < rows.size(); ++row) {
    for (size_t i = 0; i < rows[row].size(); ++i) {
      expected.Set(static_cast<int64_t>(row) * stride * per_word + static_cast<int64_t>(i), rows[row][i]);
    }
  }
  EXPECT_EQ(0, std::memcmp(expected.data(), words.data(), static_cast<size_t>(words.size()) * sizeof(Word)));
}

constexpr int64_t kRows = 7;

TEST_P(GemmTest, PacksAdjacentElements) {
  Random random;
  ForEachPacking(GetParam(), [&](const GemmKernels& kernels, int32_t type, const PackFunctions& from,
                                 int64_t columns, int64_t gap) {
    const int64_t per_word = kernels.elements_per_word;
    const int64_t row_words = (columns + per_word - 1) / per_word;
    const int64_t in_stride = columns + gap, out_stride = row_words + gap;
    const TypedBuffer in(type, random.Floats((kRows - 1) * in_stride + columns));
    const Guarded<float> out = Sevens((kRows - 1) * out_stride + row_words, per_word);
    from.pack(in.data(), in_stride, kRows, columns, out.data(), out_stride);
    std::vector<std::vector<float>> expected;
    for (int64_t row = 0; row < kRows; ++row) {
      expected.emplace_back(static_cast<size_t>(row_words * per_word), 0.0f);
      for (int64_t n = 0; n < columns; ++n) expected.back()[static_cast<size_t>(n)] = in[row * in_stride + n];
    }
    ExpectWords(expected, out_stride, per_word, out);
  });
}

TEST_P(GemmTest, InterleavesElementsOfTwoArrays) {
  Random random;
  ForEachPacking(GetParam(), [&](const GemmKernels& kernels, int32_t type, const PackFunctions& from,
                                 int64_t columns, int64_t gap) {
    for (bool with_second : {true, false}) {
      const int64_t per_word = kernels.elements_per_word;
      const int64_t in_stride = columns + gap, out_stride = columns + gap;
      const TypedBuffer first(type, random.Floats((kRows - 1) * in_stride + columns));
      const TypedBuffer second(type, random.Floats(first.size()));
      const Guarded<float> out = Sevens((kRows - 1) * out_stride + columns, per_word);
      from.interleave(first.data(), with_second ? second.data() : nullptr, in_stride, kRows, columns, out.data(),
                      out_stride);
      std::vector<std::vector<float>> expected;
      for (int64_t row = 0; row < kRows; ++row) {
        expected.emplace_back();
        for (int64_t n = 0; n < columns; ++n) {
          expected.back().push_back(first[row * in_stride + n]);
          if (per_word == 2) expected.back().push_back(with_second ? second[row * in_stride + n] : 0.0f);
        }
      }
      ExpectWords(expected, out_stride, per_word, out);
    }
  });
}

TEST_P(GemmTest, Transposes) {
  Random random;
  ForEachType(GetParam(), [&](const GemmKernels& kernels) {
    if (kernels.transpose == nullptr) return;
    for (int64_t rows : {1, 7, 16, 17, 40}) {
      for (int64_t columns : {1, 5, 16, 31, 48}) {
        const int64_t in_stride = columns + random.Below(3), out_stride = rows + random.Below(3);
        const Guarded<float> in(random.Floats((rows - 1) * in_stride + columns));
        const Guarded<float> out(std::vector<float>(static_cast<size_t>((columns - 1) * out_stride + rows), 7.0f));
        kernels.transpose(in.data(), in_stride, rows, columns, out.data(), out_stride);
        for (int64_t at = 0; at < out.size(); ++at) {
          const int64_t column = at / out_stride, row = at % out_stride;
          ASSERT_EQ(out[at], row < rows ? in[row * in_stride + column] : 7.0f) << rows << "x" << columns;
        }
      }
    }
  });
}

}  // namespace
}  // namespace resnet
