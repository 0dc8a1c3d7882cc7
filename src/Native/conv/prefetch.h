// Asking for memory that is read soon, while there is arithmetic to hide its latency behind. Only hints: addresses
// past the end are harmless, and nothing but speed depends on them.
#pragma once

#include <cstdint>

namespace resnet {

// `bytes` from data + offset on
inline void Prefetch(const void* data, int64_t offset, int64_t bytes) {
  constexpr int64_t kLine = 64;
  constexpr int kSecondLevel = 2;
  const auto begin = static_cast<int64_t>(reinterpret_cast<uintptr_t>(data)) + offset;
  const int64_t end = begin + bytes;
  for (int64_t address = begin / kLine * kLine; address < end; address += kLine) {
    __builtin_prefetch(reinterpret_cast<const void*>(static_cast<uintptr_t>(address)), 0, kSecondLevel);
  }
}

// Reads `bytes` from data + offset on, line by line.
inline void Touch(const void* data, int64_t offset, int64_t bytes) {
  constexpr int64_t kLine = 64;
  const auto* const at = static_cast<const char*>(data) + offset;
  for (int64_t i = 0; i < bytes; i += kLine) static_cast<void>(*static_cast<const volatile char*>(at + i));
}

// `count` pieces of `bytes` each, `stride` bytes apart, asked for a few at a time: many at once would stall.
struct SpreadPrefetch {
  const void* data = nullptr;
  int64_t count = 0;
  int64_t stride = 0;
  int64_t bytes = 0;
  int64_t partner = 0;  // a second piece for each, so far behind the first; 0 for none
  int64_t per_step = 0;
  int64_t done = 0;

  void SpreadOver(int64_t steps) { per_step = (count + steps - 1) / steps; }
  void Step() {
    for (int64_t i = 0; i < per_step && done < count; ++i, ++done) {
      Prefetch(data, done * stride, bytes);
      if (partner != 0) Prefetch(data, done * stride + partner, bytes);
    }
  }
};

}  // namespace resnet
