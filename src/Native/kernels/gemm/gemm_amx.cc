// AMX: registers that hold tiles of 16 rows of 16 words, and instructions that multiply two of them. Words are
// packed, and sums stored, as by AVX-512 with products of two or four numbers, which AMX's CPUs have too.
#include <utility>

#include "base/loop_state.h"
#include "kernels/gemm/dot_products_avx512.h"
#include "kernels/gemm/gemm_tile.h"
#include "kernels/gemm/tiles_amx.h"
#include "kernels/gemm/transpose_avx512.h"

namespace resnet {
namespace {

// The sums are two rows of two tiles, or one row of up to four: 0 .. 3. Operands come to the other four.
constexpr int kA = 4, kB = 6;

int64_t DivideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }
int64_t Lesser(int64_t a, int64_t b) { return a < b ? a : b; }

// The length of a's rows and b's columns in registers: the depth in equal parts, but for the last.
int64_t StepWords(int64_t depth) { return depth < 1 ? 1 : DivideUp(depth, DivideUp(depth, kTileWords)); }

void SetUp(int64_t rows, int64_t words, int vectors) {
  TileConfiguration tiles;
  const int64_t upper = Lesser(rows, kTileRows), lower = rows - upper;
  for (int v = 0; v < vectors; ++v) {
    tiles.Enter(v, upper, kTileWords);
    if (lower > 0) tiles.Enter(2 + v, lower, kTileWords);
  }
  tiles.Enter(kA, upper, words);
  if (lower > 0) tiles.Enter(kA + 1, lower, words);
  tiles.Enter(kB, words, kTileWords);
  tiles.Enter(kB + 1, words, kTileWords);
  SetUp(tiles);
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

// f(row, v, sum) for every tile of sums, all three constants.
template <int kRowTiles, int kVectors, class F>
inline __attribute__((always_inline)) void ForEachSum(const F& f) {
  Unroll<kRowTiles>([&](auto row) {
    Unroll<kVectors>([&](auto v) { f(row, v, std::integral_constant<int, decltype(row)::value * 2 + v>{}); });
  });
}

// Of a step: a's rows are a_stride words apart, b's as long as all vectors.
template <class Products, int kRowTiles, int kVectors>
inline __attribute__((always_inline)) void AddProducts(const Word* a, int64_t a_stride, const Word* b) {
  constexpr int64_t kSlice = kVectors * kTileWords;
  Load<kB>(b, kSlice);
  if constexpr (kVectors > 1) Load<kB + 1>(b + kTileWords, kSlice);
  Load<kA>(a, a_stride);
  Products::template MultiplyAdd<0, kA, kB>();
  if constexpr (kVectors > 1) Products::template MultiplyAdd<1, kA, kB + 1>();
  if constexpr (kRowTiles > 1) {
    Load<kA + 1>(a + kTileRows * a_stride, a_stride);
    Products::template MultiplyAdd<2, kA + 1, kB>();
    if constexpr (kVectors > 1) Products::template MultiplyAdd<3, kA + 1, kB + 1>();
  } else {
    if constexpr (kVectors > 2) {
      Load<kB>(b + 2 * kTileWords, kSlice);
      Products::template MultiplyAdd<2, kA, kB>();
    }
    if constexpr (kVectors > 3) {
      Load<kB + 1>(b + 3 * kTileWords, kSlice);
      Products::template MultiplyAdd<3, kA, kB + 1>();
    }
  }
}

// The sums arrive at memory that is likely not in the cache, as does the residual: it is asked for while they are
// computed. (Where bytes' kernels store floats, it is the wrong memory, which does no harm.)
template <class Element>
inline void AskForResults(const GemmTile& tile, int64_t rows, int64_t slice) {
  constexpr int64_t kLine = 64 / sizeof(Element);
  const auto* const c = static_cast<const Element*>(tile.c);
  const auto* const residual = static_cast<const Element*>(tile.residual);
  for (int64_t at = 0; at < rows * tile.c_stride; at += tile.c_stride) {
    for (int64_t n = 0; n < slice; n += kLine) {
      __builtin_prefetch(c + at + n, 1);
      if (residual != nullptr) __builtin_prefetch(residual + at + n, 0);
    }
  }
}

// Memory that the tile asks for, a step's share.
inline const Word* AskForNext(const GemmTile& tile, const Word* next, int64_t words) {
  constexpr int kSecondLevel = 2;
  const int64_t run = tile.tap_count * tile.depth * tile.next_step;
  for (int64_t i = 0; i < words; ++i, next += tile.next_step) {
    __builtin_prefetch(next, 0, kSecondLevel);
    __builtin_prefetch(next + run, 0, kSecondLevel);
  }
  return next;
}

// A step of b that ends too early is filled up with zeros.
template <int kVectors>
const Word* FillUpB(const Word* from, int64_t words, Word* to) {
  constexpr int64_t kSlice = kVectors * kTileWords;
  for (int64_t i = 0; i < kTileWords * kSlice; i += kTileWords)
    Vec::Store(to + i, i < words * kSlice ? Vec::Load(from + i) : Vec::Zero());
  return to;
}

template <class Products, int kRowTiles, int kVectors>
inline void AddAlongDepth(const GemmTile& tile, int64_t rows, int64_t step) {
  alignas(64) Word last_a[kRowTiles * kTileRows * kTileWords];
  alignas(64) Word last_b[kVectors * kTileWords * kTileWords];
  const Word* next = tile.next;
  for (int64_t t = 0; t < tile.tap_count; ++t) {
    const Word* a = tile.a + tile.taps[t].a;
    const Word* b = tile.b + tile.taps[t].b;
    const int64_t a_stride = tile.a_stride;
    int64_t left = tile.depth;
    for (; left >= step; left -= step, a += step, b += step * kVectors * kTileWords) {
      AddProducts<Products, kRowTiles, kVectors>(a, a_stride, b);
      if (next != nullptr) next = AskForNext(tile, next, step);
    }
    if (left == 0) continue;
    for (int64_t row = 0; row < rows; ++row)
      Vec::Store(last_a + row * kTileWords, Vec::LoadPartial(a + row * a_stride, left));
    AddProducts<Products, kRowTiles, kVectors>(last_a, kTileWords, FillUpB<kVectors>(b, left, last_b));
    if (next != nullptr) next = AskForNext(tile, next, left);
  }
}

template <class Arithmetic, class Products, class Element, int kRowTiles, int kVectors>
__attribute__((noinline)) void Compute(const GemmTile& tile, int64_t rows) {
  constexpr bool kSumsOfFloats = std::is_same_v<Element, float>;
  constexpr int64_t kSlice = kVectors * kTileWords;
  const int64_t step = StepWords(tile.depth);
  const int64_t layout = (rows * (kTileWords + 1) + step) * (kGemmMaxVectors + 1) + kVectors;
  LoopState* const loop = LoopState::Current();
  if (loop == nullptr || loop->layout != layout) SetUp(rows, step, kVectors);
  if (loop != nullptr) {
    loop->layout = layout;
    loop->release = ReleaseTiles;
  }

  AskForResults<Element>(tile, rows, kSlice);

  // Sums of floats need nothing done to them where nothing else is asked for.
  const bool in_place =
      kSumsOfFloats && tile.columns == kSlice && tile.bias == nullptr && tile.residual == nullptr && !tile.relu;
  auto* const c = static_cast<Word*>(tile.c);
  ForEachSum<kRowTiles, kVectors>([&](auto row, auto v, auto sum) {
    if (in_place && tile.accumulate) {
      Load<sum>(c + row * kTileRows * tile.c_stride + v * kTileWords, tile.c_stride);
    } else {
      Zero<sum>();
    }
  });

  AddAlongDepth<Products, kRowTiles, kVectors>(tile, rows, step);

  alignas(64) Word stored[kRowTiles * kTileRows * kSlice];
  ForEachSum<kRowTiles, kVectors>([&](auto row, auto v, auto sum) {
    Word* to = in_place ? c : stored;
    const int64_t stride = in_place ? tile.c_stride : kSlice;
    Store<sum>(to + row * kTileRows * stride + v * kTileWords, stride);
  });
  if constexpr (Arithmetic::kType == ElementType::kUint8) {
    Requantize<Vec>(tile, stored, rows, kSlice);
  } else if (!in_place) {
    Finish<typename Arithmetic::Lanes, Element>(tile, stored, rows, kSlice);
  }
  if (loop == nullptr) ReleaseTiles();
}

template <class Arithmetic, class Products, class Element, int kVectors, int kRows>
void ComputeRows(const GemmTile& tile) {
  Compute<Arithmetic, Products, Element, (kRows + kTileRows - 1) / kTileRows, kVectors>(tile, kRows);
}

template <class Arithmetic, class Products, int kVectors, int kRows>
constexpr void EnterRows(GemmKernels* kernels) {
  kernels->along_depth[kVectors - 1][kRows - 1] =
      ComputeRows<Arithmetic, Products, typename Arithmetic::Element, kVectors, kRows>;
  if constexpr (Arithmetic::kType != ElementType::kUint8) {
    kernels->along_depth_to_float32[kVectors - 1][kRows - 1] =
        ComputeRows<Arithmetic, Products, float, kVectors, kRows>;
  }
  if constexpr (kRows > 1) EnterRows<Arithmetic, Products, kVectors, kRows - 1>(kernels);
}

template <class Arithmetic, class Products, int kVectors = kGemmMaxVectors>
constexpr void EnterTiles(GemmKernels* kernels) {
  constexpr int kMaxRows = kVectors <= 2 ? 2 * kTileRows : kTileRows;
  kernels->max_rows[kVectors - 1] = kMaxRows;
  EnterRows<Arithmetic, Products, kVectors, kMaxRows>(kernels);
  if constexpr (kVectors > 1) EnterTiles<Arithmetic, Products, kVectors - 1>(kernels);
}

template <class Arithmetic, class Products>
constexpr GemmKernels MakeTileKernels() {
  GemmKernels kernels = MakeTable<Arithmetic>();
  EnterTiles<Arithmetic, Products>(&kernels);
  if constexpr (Arithmetic::kType != ElementType::kUint8) kernels.transpose = Transpose;
  // A product of tiles takes a cycle for each row, and the next of the same sum follows at once.
  kernels.unit_rows = kTileRows;
  kernels.unit_half_cycles = 2;
  kernels.latency = 1;
  return kernels;
}

}  // namespace

extern const GemmKernels kAmxBfloat16GemmKernels;
constexpr GemmKernels kAmxBfloat16GemmKernels = WithPackedPixels(MakeTileKernels<Bfloat16, Bfloat16Products>());

extern const GemmKernels kAmxUint8GemmKernels;
constexpr GemmKernels kAmxUint8GemmKernels = MakeTileKernels<Bytes, ByteProducts>();

}  // namespace resnet
