// AMX: tile registers of 16 rows of 16 words, and instructions that multiply two of them. Packing and storing use
// AVX-512 with dot products, which all CPUs with AMX have.
#include <utility>

#include "base/loop_state.h"
#include "kernels/gemm/dot_products_avx512.h"
#include "kernels/gemm/gemm_tile.h"
#include "kernels/gemm/tiles_amx.h"
#include "kernels/gemm/transpose_avx512.h"

namespace resnet {
namespace {

// Registers 0 .. 3 hold the sums: 2 x 2 tiles, or 1 x up to 4. Registers 4 .. 7 hold the operands.
constexpr int kA = 4, kB = 6;

int64_t DivideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }
int64_t Lesser(int64_t a, int64_t b) { return a < b ? a : b; }

// Words of depth per step: all steps of a tap have the same length, except that the last may be shorter.
int64_t StepWords(int64_t depth) { return depth < 1 ? 1 : DivideUp(depth, DivideUp(depth, kTileWords)); }

void ConfigureTiles(int64_t rows, int64_t words, int vectors) {
  TileConfiguration tiles;
  const int64_t upper = Lesser(rows, kTileRows), lower = rows - upper;
  for (int v = 0; v < vectors; ++v) {
    tiles.Configure(v, upper, kTileWords);
    if (lower > 0) tiles.Configure(2 + v, lower, kTileWords);
  }
  tiles.Configure(kA, upper, words);
  if (lower > 0) tiles.Configure(kA + 1, lower, words);
  tiles.Configure(kB, words, kTileWords);
  tiles.Configure(kB + 1, words, kTileWords);
  Configure(tiles);
}

// f(std::integral_constant<int, i>) for i = 0 .. kCount - 1
template <int kCount, class F, int... kIndices>
inline __attribute__((always_inline)) void Unroll(const F& f, std::integer_sequence<int, kIndices...>) {
  (f(std::integral_constant<int, kIndices>{}), ...);
}
template <int kCount, class F>
inline __attribute__((always_inline)) void Unroll(const F& f) {
  Unroll<kCount>(f, std::make_integer_sequence<int, kCount>{});
}

// f(row, v, sum) for every register of sums; the arguments are compile-time constants.
template <int kRowTiles, int kVectors, class F>
inline __attribute__((always_inline)) void ForEachSum(const F& f) {
  Unroll<kRowTiles>([&](auto row) {
    Unroll<kVectors>([&](auto v) { f(row, v, std::integral_constant<int, decltype(row)::value * 2 + v>{}); });
  });
}

// The products of one step. Rows of a are a_stride words apart, rows of b adjacent.
template <class Products, int kRowTiles, int kVectors>
inline __attribute__((always_inline)) void AddProducts(const Word* a, int64_t a_stride, const Word* b) {
  constexpr int64_t kWidth = kVectors * kTileWords;
  Load<kB>(b, kWidth);
  if constexpr (kVectors > 1) Load<kB + 1>(b + kTileWords, kWidth);
  Load<kA>(a, a_stride);
  Products::template MultiplyAdd<0, kA, kB>();
  if constexpr (kVectors > 1) Products::template MultiplyAdd<1, kA, kB + 1>();
  if constexpr (kRowTiles > 1) {
    Load<kA + 1>(a + kTileRows * a_stride, a_stride);
    Products::template MultiplyAdd<2, kA + 1, kB>();
    if constexpr (kVectors > 1) Products::template MultiplyAdd<3, kA + 1, kB + 1>();
  } else {
    if constexpr (kVectors > 2) {
      Load<kB>(b + 2 * kTileWords, kWidth);
      Products::template MultiplyAdd<2, kA, kB>();
    }
    if constexpr (kVectors > 3) {
      Load<kB + 1>(b + 3 * kTileWords, kWidth);
      Products::template MultiplyAdd<3, kA, kB + 1>();
    }
  }
}

// The results and the residual are probably not in the cache: prefetches them. (If int8 kernels store floats, the
// addresses are wrong, which is harmless.)
template <class Element>
inline void PrefetchResults(const GemmTile& tile, int64_t rows, int64_t width) {
  constexpr int64_t kLine = 64 / sizeof(Element);
  const auto* const c = static_cast<const Element*>(tile.c);
  const auto* const residual = static_cast<const Element*>(tile.residual);
  for (int64_t at = 0; at < rows * tile.c_stride; at += tile.c_stride) {
    for (int64_t n = 0; n < width; n += kLine) {
      __builtin_prefetch(c + at + n, 1);
      if (residual != nullptr) __builtin_prefetch(residual + at + n, 0);
    }
  }
}

// Prefetches a step's share of tile.prefetch.
inline const Word* PrefetchNext(const GemmTile& tile, const Word* next, int64_t words) {
  constexpr int kSecondLevel = 2;
  const int64_t stream = tile.tap_count * tile.depth * tile.prefetch_step;
  for (int64_t i = 0; i < words; ++i, next += tile.prefetch_step) {
    __builtin_prefetch(next, 0, kSecondLevel);
    __builtin_prefetch(next + stream, 0, kSecondLevel);
  }
  return next;
}

// Copies the last, shorter step of b and pads it with zeros.
template <int kVectors>
const Word* PadB(const Word* from, int64_t words, Word* to) {
  constexpr int64_t kWidth = kVectors * kTileWords;
  for (int64_t i = 0; i < kTileWords * kWidth; i += kTileWords)
    Vec::Store(to + i, i < words * kWidth ? Vec::Load(from + i) : Vec::Zero());
  return to;
}

template <class Products, int kRowTiles, int kVectors>
inline void AddAlongDepth(const GemmTile& tile, int64_t rows, int64_t step) {
  alignas(64) Word last_a[kRowTiles * kTileRows * kTileWords];
  alignas(64) Word last_b[kVectors * kTileWords * kTileWords];
  const Word* next = tile.prefetch;
  for (int64_t t = 0; t < tile.tap_count; ++t) {
    const Word* a = tile.a + tile.taps[t].a;
    const Word* b = tile.b + tile.taps[t].b;
    const int64_t a_stride = tile.a_stride;
    int64_t left = tile.depth;
    for (; left >= step; left -= step, a += step, b += step * kVectors * kTileWords) {
      AddProducts<Products, kRowTiles, kVectors>(a, a_stride, b);
      if (next != nullptr) next = PrefetchNext(tile, next, step);
    }
    if (left == 0) continue;
    for (int64_t row = 0; row < rows; ++row)
      Vec::Store(last_a + row * kTileWords, Vec::LoadPartial(a + row * a_stride, left));
    AddProducts<Products, kRowTiles, kVectors>(last_a, kTileWords, PadB<kVectors>(b, left, last_b));
    if (next != nullptr) next = PrefetchNext(tile, next, left);
  }
}

template <class Arithmetic, class Products, class Element, int kRowTiles, int kVectors>
__attribute__((noinline)) void Compute(const GemmTile& tile, int64_t rows) {
  constexpr bool kSumsOfFloats = std::is_same_v<Element, float>;
  constexpr int64_t kWidth = kVectors * kTileWords;
  const int64_t step = StepWords(tile.depth);
  const int64_t layout = (rows * (kTileWords + 1) + step) * (kGemmMaxVectors + 1) + kVectors;
  LoopState* const loop = LoopState::Current();
  if (loop == nullptr || loop->layout != layout) ConfigureTiles(rows, step, kVectors);
  if (loop != nullptr) {
    loop->layout = layout;
    loop->release = ReleaseTiles;
  }

  PrefetchResults<Element>(tile, rows, kWidth);

  // fp32 sums without an epilogue can be loaded from c and stored to it directly.
  const bool in_place =
      kSumsOfFloats && tile.columns == kWidth && tile.bias == nullptr && tile.residual == nullptr && !tile.relu;
  auto* const c = static_cast<Word*>(tile.c);
  ForEachSum<kRowTiles, kVectors>([&](auto row, auto v, auto sum) {
    if (in_place && tile.accumulate) {
      Load<sum>(c + row * kTileRows * tile.c_stride + v * kTileWords, tile.c_stride);
    } else {
      Zero<sum>();
    }
  });

  AddAlongDepth<Products, kRowTiles, kVectors>(tile, rows, step);

  alignas(64) Word stored[kRowTiles * kTileRows * kWidth];
  ForEachSum<kRowTiles, kVectors>([&](auto row, auto v, auto sum) {
    Word* to = in_place ? c : stored;
    const int64_t stride = in_place ? tile.c_stride : kWidth;
    Store<sum>(to + row * kTileRows * stride + v * kTileWords, stride);
  });
  if constexpr (Arithmetic::kType == ElementType::kUint8) {
    Requantize<Vec>(tile, stored, rows, kWidth);
  } else if (!in_place) {
    Finish<typename Arithmetic::Lanes, Element>(tile, stored, rows, kWidth);
  }
  if (loop == nullptr) ReleaseTiles();
}

template <class Arithmetic, class Products, class Element, int kVectors, int kRows>
void ComputeRows(const GemmTile& tile) {
  Compute<Arithmetic, Products, Element, (kRows + kTileRows - 1) / kTileRows, kVectors>(tile, kRows);
}

template <class Arithmetic, class Products, int kVectors, int kRows>
constexpr void AddRows(GemmKernels* kernels) {
  kernels->along_depth[kVectors - 1][kRows - 1] =
      ComputeRows<Arithmetic, Products, typename Arithmetic::Element, kVectors, kRows>;
  if constexpr (Arithmetic::kType != ElementType::kUint8) {
    kernels->along_depth_to_float32[kVectors - 1][kRows - 1] =
        ComputeRows<Arithmetic, Products, float, kVectors, kRows>;
  }
  if constexpr (kRows > 1) AddRows<Arithmetic, Products, kVectors, kRows - 1>(kernels);
}

template <class Arithmetic, class Products, int kVectors = kGemmMaxVectors>
constexpr void AddTiles(GemmKernels* kernels) {
  constexpr int kMaxRows = kVectors <= 2 ? 2 * kTileRows : kTileRows;
  kernels->max_rows[kVectors - 1] = kMaxRows;
  AddRows<Arithmetic, Products, kVectors, kMaxRows>(kernels);
  if constexpr (kVectors > 1) AddTiles<Arithmetic, Products, kVectors - 1>(kernels);
}

template <class Arithmetic, class Products>
constexpr GemmKernels MakeAmxKernels() {
  GemmKernels kernels = MakeTable<Arithmetic>();
  AddTiles<Arithmetic, Products>(&kernels);
  if constexpr (Arithmetic::kType != ElementType::kUint8) kernels.transpose = Transpose;
  // A product of two tile registers takes one cycle per row, and the next one of the same sum can follow at once.
  kernels.unit_rows = kTileRows;
  kernels.unit_half_cycles = 2;
  kernels.latency = 1;
  return kernels;
}

}  // namespace

extern const GemmKernels kAmxBfloat16GemmKernels;
constexpr GemmKernels kAmxBfloat16GemmKernels = WithPackedPixels(MakeAmxKernels<Bfloat16, Bfloat16Products>());

extern const GemmKernels kAmxUint8GemmKernels;
constexpr GemmKernels kAmxUint8GemmKernels = MakeAmxKernels<Int8, Int8Products>();

}  // namespace resnet
