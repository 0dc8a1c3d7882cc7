// Every register tile of every instruction set against its formula in gemm.h.
#include "kernels/gemm/gemm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

class GemmTest : public PerIsa {};
RESNET_PER_ISA(GemmTest);

enum class Layout { kAlongDepth, kAlongRows };

struct Case {
  int rows, vectors;
  int64_t columns, depth, tap_count;
  Layout layout;
  bool accumulate, bias, residual, relu;
};

// Runs one tile on buffers that end where memory ends, and compares every element of c with sums in double.
void Check(const GemmKernels& kernels, const Case& t, Random& random) {
  const int64_t slice = int64_t{t.vectors} * kernels.vector_length;
  const int64_t inner = t.layout == Layout::kAlongDepth ? t.depth : t.rows;
  const int64_t outer = t.layout == Layout::kAlongDepth ? t.rows : t.depth;
  const int64_t a_stride = inner + random.Below(3);
  const int64_t c_stride = t.columns + random.Below(3);
  const int64_t a_floats = outer > 0 ? (outer - 1) * a_stride + inner : 0;
  const int64_t c_floats = (t.rows - 1) * c_stride + t.columns;

  // The taps lie in a and b one after the other, backwards in a.
  const Guarded<float> a(random.Floats(a_floats * t.tap_count));
  const Guarded<float> b(random.Floats(t.depth * slice * t.tap_count));
  const Guarded<float> c(random.Floats(c_floats)), residual(random.Floats(c_floats)),
      bias(random.Floats(t.columns));
  const std::vector<float> before = c.ToVector();
  std::vector<GemmTap> taps;
  for (int64_t i = 0; i < t.tap_count; ++i) {
    taps.push_back({(t.tap_count - 1 - i) * a_floats, i * t.depth * slice});
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
  const auto& table = t.layout == Layout::kAlongDepth ? kernels.along_depth : kernels.along_rows;
  table[t.vectors - 1][t.rows - 1](tile);

  for (int64_t m = 0; m < t.rows; ++m) {
    for (int64_t n = 0; n < c_stride && m * c_stride + n < c_floats; ++n) {
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
          const int64_t from = t.layout == Layout::kAlongDepth ? m * a_stride + i : i * a_stride + m;
          add(double{a[tap.a + from]} * b[tap.b + i * slice + n]);
        }
      }
      if (t.accumulate) add(before[static_cast<size_t>(at)]);
      if (t.bias) add(bias[n]);
      if (t.residual) add(residual[at]);
      if (t.relu) sum = std::max(sum, 0.0);
      const double terms = static_cast<double>(t.depth * t.tap_count) + 4;
      ASSERT_NEAR(c[at], sum, terms * 0x1p-24 * magnitude) << "row " << m << ", column " << n;
    }
  }
}

template <class Visit>
void ForEachTile(const GemmKernels& kernels, const Visit& visit) {
  for (Layout layout : {Layout::kAlongDepth, Layout::kAlongRows}) {
    for (int vectors = 1; vectors <= kGemmMaxVectors; ++vectors) {
      for (int rows = 1; rows <= kernels.max_rows[vectors - 1]; ++rows) {
        SCOPED_TRACE((layout == Layout::kAlongDepth ? "along depth " : "along rows ") + std::to_string(rows) + "x" +
                     std::to_string(vectors));
        visit(layout, rows, vectors);
      }
    }
  }
}

TEST_P(GemmTest, EveryTileComputesItsFormula) {
  const GemmKernels& kernels = GetGemmKernels(GetParam());
  Random random;
  ForEachTile(kernels, [&](Layout layout, int rows, int vectors) {
    const int64_t slice = int64_t{vectors} * kernels.vector_length;
    for (int64_t depth : {0, 1, 2, 7, 33}) {
      for (int64_t taps : {0, 1, 3})
        Check(kernels, {rows, vectors, slice, depth, taps, layout, 0, 0, 0, 0}, random);
    }
  });
}

TEST_P(GemmTest, EveryTileStoresAnyNumberOfColumns) {
  const GemmKernels& kernels = GetGemmKernels(GetParam());
  Random random;
  ForEachTile(kernels, [&](Layout layout, int rows, int vectors) {
    const int64_t slice = int64_t{vectors} * kernels.vector_length;
    for (int64_t columns = 1; columns <= slice; ++columns) {
      Check(kernels, {rows, vectors, columns, 5, 2, layout, columns % 2 == 0, 0, 0, 0}, random);
    }
  });
}

TEST_P(GemmTest, EveryTileHasEveryEpilogue) {
  const GemmKernels& kernels = GetGemmKernels(GetParam());
  Random random;
  ForEachTile(kernels, [&](Layout layout, int rows, int vectors) {
    const int64_t slice = int64_t{vectors} * kernels.vector_length;
    for (int bits = 0; bits < 16; ++bits) {
      for (int64_t columns : {slice, slice - 1}) {
        Check(kernels,
              {rows, vectors, columns, 9, 1, layout, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0,
               (bits & 8) != 0},
              random);
      }
    }
  });
}

TEST_P(GemmTest, PackCopiesWhatItIsAskedTo) {
  const GemmKernels& kernels = GetGemmKernels(GetParam());
  Random random;
  for (int64_t columns = 1; columns <= 70; ++columns) {
    constexpr int64_t kRows = 3;
    const int64_t in_stride = columns + 2, out_stride = columns + 1;
    const Guarded<float> in(random.Floats((kRows - 1) * in_stride + columns));
    const Guarded<float> out(random.Floats((kRows - 1) * out_stride + columns));
    std::vector<float> expected = out.ToVector();
    for (int64_t row = 0; row < kRows; ++row) {
      std::copy_n(in.data() + row * in_stride, columns, expected.data() + row * out_stride);
    }
    kernels.pack(in.data(), in_stride, kRows, columns, out.data(), out_stride);
    EXPECT_EQ(out.ToVector(), expected);
  }
}

}  // namespace
}  // namespace resnet
