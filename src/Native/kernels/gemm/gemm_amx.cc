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
struct Operands {
  const Word* a = nullptr;
  int64_t a_stride = 0;
  const Word* b = nullptr;
};

template <class Products, int kRowTiles, int kVectors>
inline __attribute__((always_inline)) void AddProducts(const Operands& of) {
  constexpr int64_t kSlice = kVectors * kTileWords;
  if constexpr (kRowTiles == 1) {
    Load<kA>(of.a, of.a_stride);
    Unroll<kVectors>([&](auto v) {
      constexpr int kColumns = kB + v % 2;
      Load<kColumns>(of.b + v * kTileWords, kSlice);
      Products::template MultiplyAdd<v, kA, kColumns>();
    });
  } else {
    Unroll<kVectors>([&](auto v) { Load<kB + v>(of.b + v * kTileWords, kSlice); });
    ForEachSum<kRowTiles, kVectors>([&](auto row, auto v, auto sum) {
      if constexpr (v == 0) Load<kA + row>(of.a + row * kTileRows * of.a_stride, of.a_stride);
      Products::template MultiplyAdd<sum, kA + row, kB + v>();
    });
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
    Operands of{tile.a + tile.taps[t].a, tile.a_stride, tile.b + tile.taps[t].b};
    int64_t left = tile.depth;
    for (; left >= step; left -= step, of.a += step, of.b += step * kVectors * kTileWords) {
      AddProducts<Products, kRowTiles, kVectors>(of);
      if (next != nullptr) next = AskForNext(tile, next, step);
    }
    if (left == 0) continue;
    for (int64_t row = 0; row < rows; ++row)
      Vec::Store(last_a + row * kTileWords, Vec::LoadPartial(of.a + row * of.a_stride, left));
    AddProducts<Products, kRowTiles, kVectors>({last_a, kTileWords, FillUpB<kVectors>(of.b, left, last_b)});
    if (next != nullptr) next = AskForNext(tile, next, left);
  }
}

// The reduction runs through the taps: where b goes on from one to the next, a step goes on too.
class AlongRows {
 public:
  AlongRows(const GemmTile& tile, int64_t slice) : tile_(tile), slice_(slice) {
    if (tile.depth == 0) tap_ = tile.tap_count;
    for (const Word*& line : lines) line = tile.a;
  }

  // a's rows, as many as one step may have.
  const Word* lines[kTileWords];
  const Word* b = nullptr;

  // The number of lines, 0 after the last.
  int64_t Next(int64_t most) {
    b = BAt();
    int64_t count = 0;
    while (count < most && tap_ < tile_.tap_count && BAt() == b + count * slice_) {
      const int64_t part = Lesser(most - count, tile_.depth - i_);
      const Word* a = tile_.a + tile_.taps[tap_].a + i_ * tile_.a_stride;
      for (int64_t i = 0; i < part; ++i, a += tile_.a_stride) lines[count + i] = a;
      count += part;
      i_ += part;
      if (i_ == tile_.depth) {
        i_ = 0;
        ++tap_;
      }
    }
    return count;
  }

 private:
  const Word* BAt() const { return tap_ < tile_.tap_count ? tile_.b + tile_.taps[tap_].b + i_ * slice_ : nullptr; }

  const GemmTile& tile_;
  const int64_t slice_;
  int64_t tap_ = 0, i_ = 0;
};

// What is transposed must have arrived in memory before it can be loaded: meanwhile the step before is multiplied.
template <class Products, int kRowTiles, int kVectors>
inline void AddAlongRows(const GemmTile& tile, int64_t rows, int64_t step) {
  constexpr int64_t kSlice = kVectors * kTileWords;
  alignas(64) Word a[2][kRowTiles * kTileRows * kTileWords];
  alignas(64) Word last_b[2][kSlice * kTileWords];
  const Word* const end =
      tile.tap_count > 0 ? tile.b + tile.taps[tile.tap_count - 1].b + tile.depth * kSlice : nullptr;
  AlongRows steps(tile, kSlice);
  Operands waiting;
  int turn = 0;
  while (const int64_t words = steps.Next(step)) {
    for (int64_t row = 0; row < rows; row += kTileRows) {
      Transpose(steps.lines, words, row, Lesser(rows - row, kTileRows), a[turn] + row * kTileWords);
    }
    // What b has beyond the step is multiplied by zeros.
    const bool fits = steps.b + step * kSlice <= end;
    const Word* b = fits ? steps.b : FillUpB<kVectors>(steps.b, words, last_b[turn]);
    if (waiting.a != nullptr) AddProducts<Products, kRowTiles, kVectors>(waiting);
    waiting = {a[turn], kTileWords, b};
    turn = 1 - turn;
  }
  if (waiting.a != nullptr) AddProducts<Products, kRowTiles, kVectors>(waiting);
}

template <class Arithmetic, class Products, Along kAlong, int kRowTiles, int kVectors>
__attribute__((noinline)) void Compute(const GemmTile& tile, int64_t rows) {
  constexpr bool kTransposes = kAlong == Along::kRows;
  constexpr int64_t kSlice = kVectors * kTileWords;
  const int64_t step = StepWords(kTransposes ? Lesser(tile.tap_count * tile.depth, kTileWords) : tile.depth);
  const int64_t layout = (rows * (kTileWords + 1) + step) * (kGemmMaxVectors + 1) + kVectors;
  LoopState* const loop = LoopState::Current();
  if (loop == nullptr || loop->layout != layout) SetUp(rows, step, kVectors);
  if (loop != nullptr) {
    loop->layout = layout;
    loop->release = ReleaseTiles;
  }

  using Element = std::conditional_t<kTransposes, float, typename Arithmetic::Element>;
  AskForResults<Element>(tile, rows, kSlice);

  // Sums of floats need nothing done to them where nothing else is asked for.
  const bool in_place =
      kTransposes && tile.columns == kSlice && tile.bias == nullptr && tile.residual == nullptr && !tile.relu;
  auto* const c = static_cast<Word*>(tile.c);
  ForEachSum<kRowTiles, kVectors>([&](auto row, auto v, auto sum) {
    if (in_place && tile.accumulate) {
      Load<sum>(c + row * kTileRows * tile.c_stride + v * kTileWords, tile.c_stride);
    } else {
      Zero<sum>();
    }
  });

  if constexpr (kTransposes) {
    AddAlongRows<Products, kRowTiles, kVectors>(tile, rows, step);
  } else {
    AddAlongDepth<Products, kRowTiles, kVectors>(tile, rows, step);
  }

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

template <class Arithmetic, class Products, Along kAlong, int kVectors, int kRows>
void ComputeRows(const GemmTile& tile) {
  Compute<Arithmetic, Products, kAlong, (kRows + kTileRows - 1) / kTileRows, kVectors>(tile, kRows);
}

template <class Arithmetic, class Products, int kVectors, int kRows>
constexpr void EnterRows(GemmKernels* kernels) {
  kernels->along_depth[kVectors - 1][kRows - 1] = ComputeRows<Arithmetic, Products, Along::kDepth, kVectors, kRows>;
  if constexpr (Arithmetic::kType != ElementType::kUint8) {
    kernels->along_rows[kVectors - 1][kRows - 1] = ComputeRows<Arithmetic, Products, Along::kRows, kVectors, kRows>;
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
  // A product of tiles takes a cycle for each row, and the next of the same sum follows at once. Transposing a tile
  // takes 64 instructions of which a cycle sees one.
  kernels.unit_rows = kTileRows;
  kernels.unit_half_cycles = 2;
  kernels.unit_load_along_rows = 8;
  kernels.latency = 1;
  return kernels;
}

}  // namespace

extern const GemmKernels kAmxBfloat16GemmKernels;
constexpr GemmKernels kAmxBfloat16GemmKernels = WithPackedPixels(MakeTileKernels<Bfloat16, Bfloat16Products>());

extern const GemmKernels kAmxUint8GemmKernels;
constexpr GemmKernels kAmxUint8GemmKernels = MakeTileKernels<Bytes, ByteProducts>();

}  // namespace resnet
