// What this CPU can do at most: dot products held in registers, and streams through memory. Compiled by
// build/benchmark.sh. A limit that the CPU lacks the instructions for is 0.
#include <cpuid.h>
#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

namespace {

enum Limit : int32_t { kFloat32 = 0, kBFloat16 = 1, kInt8 = 2, kReadBandwidth = 3, kCopyBandwidth = 4 };

constexpr int64_t kSteps = 2 * 1000 * 1000;
constexpr int kRepeats = 5;
// More than latency times throughput of any of these instructions, and few enough that GCC spills none. The chains
// differ, else the compiler would compute one of them.
constexpr int kChains = 16;

// Each returns the operations it did: two for every product and its addition.
__attribute__((target("avx512f"))) double SpinFloat32Zmm() {
  __m512 chains[kChains];
  for (int i = 0; i < kChains; ++i) chains[i] = _mm512_set1_ps(static_cast<float>(i));
  const __m512 factor = _mm512_set1_ps(0.5f);
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kChains; ++i) chains[i] = _mm512_fmadd_ps(chains[i], factor, factor);
  }
  for (__m512& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 16 * kChains * kSteps;
}

__attribute__((target("avx2,fma"))) double SpinFloat32Ymm() {
  constexpr int kYmmChains = 12;  // of 16 registers
  __m256 chains[kYmmChains];
  for (int i = 0; i < kYmmChains; ++i) chains[i] = _mm256_set1_ps(static_cast<float>(i));
  const __m256 factor = _mm256_set1_ps(0.5f);
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kYmmChains; ++i) chains[i] = _mm256_fmadd_ps(chains[i], factor, factor);
  }
  for (__m256& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 8 * kYmmChains * kSteps;
}

__attribute__((target("avx512f,avx512bf16"))) double SpinBFloat16() {
  __m512 chains[kChains];
  for (int i = 0; i < kChains; ++i) chains[i] = _mm512_set1_ps(static_cast<float>(i));
  const __m512bh factor = _mm512_cvtne2ps_pbh(_mm512_set1_ps(0.5f), _mm512_set1_ps(0.25f));
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kChains; ++i) chains[i] = _mm512_dpbf16_ps(chains[i], factor, factor);
  }
  for (__m512& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 32 * kChains * kSteps;
}

__attribute__((target("avx512f,avx512vnni"))) double SpinInt8() {
  __m512i chains[kChains];
  for (int i = 0; i < kChains; ++i) chains[i] = _mm512_set1_epi32(i);
  __m512i factor = _mm512_set1_epi8(3);
  asm volatile("" : "+v"(factor));
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 16
    for (int i = 0; i < kChains; ++i) chains[i] = _mm512_dpbusd_epi32(chains[i], factor, factor);
  }
  for (__m512i& chain : chains) asm volatile("" : : "v"(chain));
  return 2.0 * 64 * kChains * kSteps;
}

// AMX's tiles of 16 rows of 64 bytes, which a process must ask the system for.
bool HasTiles() {
  constexpr unsigned kBits = 1u << 22 | 1u << 24 | 1u << 25;  // of bf16, tiles and int8
  constexpr long kRequestPermission = 0x1023, kTileData = 18;
  unsigned a, b, c, d;
  if (__get_cpuid_count(7, 0, &a, &b, &c, &d) == 0 || (d & kBits) != kBits) return false;
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

constexpr double kTileWords = 16 * 16 * 16;  // multiplied by one instruction, each of two or four numbers
constexpr int64_t kTileSteps = kSteps / 2;

__attribute__((target("amx-tile"))) void ConfigureTiles() {
  struct alignas(64) {
    uint8_t palette = 1;
    uint8_t reserved[15] = {};
    uint16_t bytes_in_row[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
  } tiles;
  asm volatile("ldtilecfg %0" : : "m"(tiles));
}

__attribute__((target("amx-tile,amx-bf16"))) double SpinBFloat16Tiles() {
  ConfigureTiles();
  for (int64_t step = 0; step < kTileSteps; ++step) {
    _tile_dpbf16ps(0, 4, 6);
    _tile_dpbf16ps(1, 4, 7);
    _tile_dpbf16ps(2, 5, 6);
    _tile_dpbf16ps(3, 5, 7);
  }
  _tile_release();
  return 2.0 * 2 * kTileWords * 4 * kTileSteps;
}

__attribute__((target("amx-tile,amx-int8"))) double SpinInt8Tiles() {
  ConfigureTiles();
  for (int64_t step = 0; step < kTileSteps; ++step) {
    _tile_dpbusd(0, 4, 6);
    _tile_dpbusd(1, 4, 7);
    _tile_dpbusd(2, 5, 6);
    _tile_dpbusd(3, 5, 7);
  }
  _tile_release();
  return 2.0 * 4 * kTileWords * 4 * kTileSteps;
}

double Spin(Limit limit) {
  static const bool tiles = HasTiles();
  switch (limit) {
    case kFloat32:
      if (__builtin_cpu_supports("avx512f")) return SpinFloat32Zmm();
      return __builtin_cpu_supports("fma") ? SpinFloat32Ymm() : 0;
    case kBFloat16:
      if (tiles) return SpinBFloat16Tiles();
      return __builtin_cpu_supports("avx512bf16") ? SpinBFloat16() : 0;
    default:
      if (tiles) return SpinInt8Tiles();
      return __builtin_cpu_supports("avx512vnni") ? SpinInt8() : 0;
  }
}

// A thread's own arrays, too large for any cache.
class Streams {
 public:
  Streams() : from_(kBytes / sizeof(uint64_t), 1), to_(kBytes / sizeof(uint64_t), 2) {}

  // Returns the bytes that passed: a copied byte is read and written.
  double Run(Limit limit) {
    if (limit == kCopyBandwidth) {
      std::memcpy(to_.data(), from_.data(), kBytes);
      asm volatile("" : : "r"(to_.data()) : "memory");
      return 2.0 * kBytes;
    }
    uint64_t sums[8] = {};
    for (size_t i = 0; i < from_.size(); i += 8) {
      for (size_t j = 0; j < 8; ++j) sums[j] += from_[i + j];
    }
    for (uint64_t& sum : sums) asm volatile("" : : "r"(sum));
    return kBytes;
  }

 private:
  static constexpr size_t kBytes = 256u << 20;
  std::vector<uint64_t> from_, to_;
};

// Runs the work on every thread at once and adds up what they did a second.
template <typename Prepare>
double Measure(int threads, const Prepare& prepare) {
  std::atomic<int> waiting{threads};
  std::vector<double> rates(static_cast<size_t>(threads));
  std::vector<std::thread> workers;
  for (double& rate : rates) {
    workers.emplace_back([&] {
      auto work = prepare();
      work();  // warms up
      --waiting;
      while (waiting.load() > 0) {
      }
      for (int repeat = 0; repeat < kRepeats; ++repeat) {
        const auto start = std::chrono::steady_clock::now();
        const double done = work();
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
        rate = std::max(rate, done / elapsed.count());
      }
    });
  }
  double sum = 0;
  for (size_t i = 0; i < workers.size(); ++i) {
    workers[i].join();
    sum += rates[i];
  }
  return sum;
}

}  // namespace

// Operations or bytes a second on that many threads at once.
extern "C" __attribute__((visibility("default"))) double machine_limit(int32_t limit, int32_t threads) {
  const Limit which = static_cast<Limit>(limit);
  if (which == kReadBandwidth || which == kCopyBandwidth) {
    return Measure(threads,
                   [which] { return [which, streams = Streams()]() mutable { return streams.Run(which); }; });
  }
  return Measure(threads, [which] { return [which] { return Spin(which); }; });
}
