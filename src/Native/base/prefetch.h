// Loads memory into the cache ahead of use, while arithmetic hides the latency. Results never depend on it.
#pragma once

#include <cstdint>

namespace resnet {

// Hints that `bytes` bytes from data + offset will be read. Addresses outside the array are harmless.
inline void Prefetch(const void* data, int64_t offset, int64_t bytes) {
  constexpr int64_t kLine = 64;
  constexpr int kSecondLevel = 2;
  const auto begin = static_cast<int64_t>(reinterpret_cast<uintptr_t>(data)) + offset;
  const int64_t end = begin + bytes;
  for (int64_t address = begin / kLine * kLine; address < end; address += kLine) {
    __builtin_prefetch(reinterpret_cast<const void*>(static_cast<uintptr_t>(address)), 0, kSecondLevel);
  }
}

// Reads one byte of each cache line of `bytes` bytes from data + offset. Unlike Prefetch it waits for the memory,
// and the addresses must be valid.
inline void Touch(const void* data, int64_t offset, int64_t bytes) {
  constexpr int64_t kLine = 64;
  const auto* const at = static_cast<const char*>(data) + offset;
  for (int64_t i = 0; i < bytes; i += kLine) static_cast<void>(*static_cast<const volatile char*>(at + i));
}

}  // namespace resnet
