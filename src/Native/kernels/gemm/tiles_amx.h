// The tile registers of AMX, up to 16 rows of 16 words each, and its instructions. For gemm_amx.cc only.
#pragma once

#include "kernels/gemm/gemm.h"

namespace resnet {
namespace {

constexpr int kTileRows = 16, kTileWords = 16;

struct alignas(64) TileConfiguration {
  uint8_t palette = 1;
  uint8_t start_row = 0;
  uint8_t reserved[14] = {};
  uint16_t bytes_in_row[16] = {};
  uint8_t rows[16] = {};

  void Configure(int tile, int64_t tile_rows, int64_t words) {
    rows[tile] = static_cast<uint8_t>(tile_rows);
    bytes_in_row[tile] = static_cast<uint16_t>(words * int64_t{sizeof(Word)});
  }
};

// Inline assembly, because GCC's intrinsics require literals for the registers and do not declare the memory that
// they read. Strides count words.

inline void Configure(const TileConfiguration& tiles) { asm volatile("ldtilecfg %0" : : "m"(tiles)); }
void ReleaseTiles() { asm volatile("tilerelease"); }

template <int kTile>
inline __attribute__((always_inline)) void Load(const Word* from, int64_t stride) {
  asm volatile("tileloadd (%0,%1,1), %%tmm%c2"
               :
               : "r"(from), "r"(stride * int64_t{sizeof(Word)}), "i"(kTile)
               : "memory");
}

template <int kTile>
inline __attribute__((always_inline)) void Store(Word* to, int64_t stride) {
  asm volatile("tilestored %%tmm%c2, (%0,%1,1)"
               :
               : "r"(to), "r"(stride * int64_t{sizeof(Word)}), "i"(kTile)
               : "memory");
}

template <int kTile>
inline __attribute__((always_inline)) void Zero() {
  asm volatile("tilezero %%tmm%c0" : : "i"(kTile));
}

// Words of two bfloat16 numbers.
struct Bfloat16Products {
  template <int kC, int kA, int kB>
  static inline __attribute__((always_inline)) void MultiplyAdd() {
    asm volatile("tdpbf16ps %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(kC), "i"(kA), "i"(kB));
  }
};

// Words of four bytes, unsigned in a and signed in b.
struct Int8Products {
  template <int kC, int kA, int kB>
  static inline __attribute__((always_inline)) void MultiplyAdd() {
    asm volatile("tdpbusd %%tmm%c2, %%tmm%c1, %%tmm%c0" : : "i"(kC), "i"(kA), "i"(kB));
  }
};

}  // namespace
}  // namespace resnet
