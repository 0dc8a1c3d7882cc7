// Cuts a loop into chunks that depend only on its length, never on the number of threads.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/thread_pool.h"

namespace resnet {

// Elements per task of a memory-bound loop: 256 KiB take far longer than claiming a task, and several threads still
// share a layer of a few megabytes evenly.
constexpr int64_t kChunkElements = int64_t{1} << 16;

inline int64_t ChunkCount(int64_t total, int64_t chunk) { return (total + chunk - 1) / chunk; }

// Calls f(begin, end) for [0, chunk), [chunk, 2 * chunk) ... up to `total`, on the pool's threads.
template <class F>
void ForChunks(ThreadPool& pool, int64_t total, int64_t chunk, const F& f) {
  pool.ParallelFor(ChunkCount(total, chunk),
                   [&](int64_t index) { f(index * chunk, std::min(total, (index + 1) * chunk)); });
}

// The same from the last chunk to the first: a second pass over a tensor larger than the cache then begins with the
// elements that the first pass has left there.
template <class F>
void ForChunksBackwards(ThreadPool& pool, int64_t total, int64_t chunk, const F& f) {
  const int64_t last = ChunkCount(total, chunk) - 1;
  pool.ParallelFor(last + 1, [&](int64_t index) {
    const int64_t begin = (last - index) * chunk;
    f(begin, std::min(total, begin + chunk));
  });
}

}  // namespace resnet
