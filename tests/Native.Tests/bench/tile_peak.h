// The most that AMX's tiles multiply: what the process must be permitted first, SupportedIsas() asks for.
#pragma once

#include <immintrin.h>

#include <cstdint>

namespace resnet {

// Multiplies tiles of 16 rows of 64 bytes, of bfloat16 numbers or of bytes, 4 * steps times. Returns the
// operations.
__attribute__((target("amx-tile,amx-bf16,amx-int8"))) inline double SpinTiles(bool bytes, int64_t steps) {
  struct alignas(64) {
    uint8_t palette = 1;
    uint8_t reserved[15] = {};
    uint16_t bytes_in_row[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
  } tiles;
  asm volatile("ldtilecfg %0" : : "m"(tiles));
  for (int64_t step = 0; step < steps; ++step) {
    if (bytes) {
      _tile_dpbusd(0, 4, 6);
      _tile_dpbusd(1, 4, 7);
      _tile_dpbusd(2, 5, 6);
      _tile_dpbusd(3, 5, 7);
    } else {
      _tile_dpbf16ps(0, 4, 6);
      _tile_dpbf16ps(1, 4, 7);
      _tile_dpbf16ps(2, 5, 6);
      _tile_dpbf16ps(3, 5, 7);
    }
  }
  _tile_release();
  const double numbers_in_word = bytes ? 4 : 2;
  return 2 * numbers_in_word * 16 * 16 * 16 * 4 * static_cast<double>(steps);
}

}  // namespace resnet
