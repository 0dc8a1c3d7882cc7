// Asking for memory that is read soon, while there is arithmetic to hide its latency behind. Only hints: addresses
// past the end are harmless, and nothing but speed depends on them.
#pragma once

#include <cstdint>

namespace resnet {

// data[offset .. offset + floats)
inline void Prefetch(const float* data, int64_t offset, int64_t floats) {
  constexpr int64_t kLine = 64;
  constexpr int kSecondLevel = 2;
  const auto begin = static_cast<int64_t>(reinterpret_cast<uintptr_t>(data)) + offset * int64_t{sizeof(float)};
  const int64_t end = begin + floats * int64_t{sizeof(float)};
  for (int64_t address = begin / kLine * kLine; address < end; address += kLine) {
    __builtin_prefetch(reinterpret_cast<const void*>(static_cast<uintptr_t>(address)), 0, kSecondLevel);
  }
}

// `count` pieces of `floats` each, `stride` apart, asked for a few at a time: many at once would stall.
struct SpreadPrefetch {
  const float* data = nullptr;
  int64_t count = 0;
  int64_t stride = 0;
  int64_t floats = 0;
  int64_t per_step = 0;
  int64_t done = 0;

  void SpreadOver(int64_t steps) { per_step = (count + steps - 1) / steps; }
  void Step() {
    for (int64_t i = 0; i < per_step && done < count; ++i, ++done) Prefetch(data, done * stride, floats);
  }
};

}  // namespace resnet
