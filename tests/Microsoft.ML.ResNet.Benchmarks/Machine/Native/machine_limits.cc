// What this CPU can do at most: dot products held in registers, and streams through memory. Compiled by
// build/benchmark.sh. A limit that the CPU lacks the instructions for is 0.
#include <immintrin.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <thread>
#include <vector>

#include "base/isa.h"
#include "bench/tile_peak.h"

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

double Spin(Limit limit) {
  const bool tiles = resnet::SupportedIsas().front() == resnet::Isa::kAmx;
  switch (limit) {
    case kFloat32:
      if (__builtin_cpu_supports("avx512f")) return SpinFloat32Zmm();
      return __builtin_cpu_supports("fma") ? SpinFloat32Ymm() : 0;
    case kBFloat16:
      if (tiles) return resnet::SpinTiles(false, kSteps / 2);
      return __builtin_cpu_supports("avx512bf16") ? SpinBFloat16() : 0;
    default:
      if (tiles) return resnet::SpinTiles(true, kSteps / 2);
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
