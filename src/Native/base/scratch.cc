#include "base/scratch.h"

#include <algorithm>
#include <memory>
#include <new>
#include <vector>

#if defined(_WIN32)
#include <windows.h>
#endif

namespace resnet {
namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kAlignedFloats = kAlignment / sizeof(float);
constexpr size_t kSmallestChunk = size_t{1} << 16;  // 256 KiB
constexpr size_t kLargestRequest = (size_t{1} << 60) / sizeof(float);

struct Free {
  void operator()(float* data) const { ::operator delete (data, std::align_val_t{kAlignment}); }
};

struct Chunk {
  std::unique_ptr<float, Free> data;
  size_t capacity;
};

// Chunks never move while memory of them is in use.
struct Arena {
  std::vector<Chunk> chunks;
  size_t current = 0;  // the next allocation begins in chunks[current], after `used` floats
  size_t used = 0;

  float* Take(size_t floats) {
    size_t chunk = current;
    size_t offset = used;
    while (chunk < chunks.size() && chunks[chunk].capacity - offset < floats) {
      ++chunk;
      offset = 0;
    }
    if (chunk == chunks.size()) chunk = Grow(floats);
    current = chunk;
    used = offset + floats;
    return chunks[chunk].data.get() + offset;
  }

  // Appends a chunk, or replaces all chunks if none is in use. Returns the new chunk's index.
  size_t Grow(size_t floats) {
    size_t capacity = std::max(floats, kSmallestChunk);
    if (current == 0 && used == 0) {
      size_t held = 0;
      for (const Chunk& chunk : chunks) held += chunk.capacity;
      capacity = std::max(capacity, held);
      chunks.clear();
    }
    auto* data = static_cast<float*>(::operator new (capacity * sizeof(float), std::align_val_t{kAlignment}));
    chunks.push_back(Chunk{std::unique_ptr<float, Free>(data), capacity});
    return chunks.size() - 1;
  }
};

#if defined(_WIN32)
// GCC for Windows frees the memory of thread_local objects before it destroys them. The callbacks of fiber-local
// storage run in time.
Arena& ThisThreadsArena() {
  static const DWORD slot = FlsAlloc([](void* arena) { delete static_cast<Arena*>(arena); });
  auto* arena = static_cast<Arena*>(FlsGetValue(slot));
  if (arena == nullptr) FlsSetValue(slot, arena = new Arena);
  return *arena;
}
#else
Arena& ThisThreadsArena() {
  static thread_local Arena arena;
  return arena;
}
#endif

}  // namespace

Scratch::Scratch(size_t floats) {
  if (floats > kLargestRequest) throw std::bad_alloc();
  Arena& arena = ThisThreadsArena();
  chunk_ = arena.current;
  used_ = arena.used;
  data_ = arena.Take((std::max<size_t>(floats, 1) + kAlignedFloats - 1) / kAlignedFloats * kAlignedFloats);
}

Scratch::~Scratch() {
  Arena& arena = ThisThreadsArena();
  arena.current = chunk_;
  arena.used = used_;
}

}  // namespace resnet
