#include "bench/peak.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#if defined(__x86_64__)
#include <immintrin.h>

#include "bench/tile_peak.h"
#elif defined(__aarch64__)
#include <arm_neon.h>
#endif

namespace resnet {
namespace {

constexpr int64_t kSteps = 4 * 1000 * 1000;
// More than latency times throughput on any core, and within its registers.
constexpr int kChains = 12;
constexpr int kAvx512Chains = 16;

// Each returns the floating-point operations it did. The chains differ, else the compiler would compute one of
// them.
#if defined(__x86_64__)
__attribute__((target("avx512f"))) double SpinAvx512() {
  __m512 chains[kAvx512Chains];
  for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_set1_ps(static_cast<float>(i));
  const __m512 factor = _mm512_set1_ps(0.5f);
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 32
    for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_fmadd_ps(chains[i], factor, factor);
  }
  for (__m512& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 16 * kAvx512Chains * kSteps;
}

__attribute__((target("avx512f,avx512bf16"))) double SpinAvx512Bfloat16() {
  __m512 chains[kAvx512Chains];
  for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_set1_ps(static_cast<float>(i));
  const auto factor = reinterpret_cast<__m512bh>(_mm512_set1_epi16(0x3f00));  // 0.5
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 32
    for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_dpbf16_ps(chains[i], factor, factor);
  }
  for (__m512& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 32 * kAvx512Chains * kSteps;
}

__attribute__((target("avx512f,avx512vnni"))) double SpinAvx512Int8() {
  __m512i chains[kAvx512Chains];
  for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_set1_epi32(i);
  const __m512i factor = _mm512_set1_epi8(1);
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 32
    for (int i = 0; i < kAvx512Chains; ++i) chains[i] = _mm512_dpbusd_epi32(chains[i], factor, factor);
  }
  for (__m512i& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 64 * kAvx512Chains * kSteps;
}

__attribute__((target("avx2,fma"))) double SpinAvx2() {
  __m256 chains[kChains];
  for (int i = 0; i < kChains; ++i) chains[i] = _mm256_set1_ps(static_cast<float>(i));
  const __m256 factor = _mm256_set1_ps(0.5f);
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 32
    for (int i = 0; i < kChains; ++i) chains[i] = _mm256_fmadd_ps(chains[i], factor, factor);
  }
  for (__m256& chain : chains) asm volatile("" : : "x"(chain));
  return 2.0 * 8 * kChains * kSteps;
}
#endif

double SpinPortable() {
  typedef float Vector __attribute__((vector_size(16)));
  Vector chains[kChains];
  for (int i = 0; i < kChains; ++i) chains[i] = Vector{} + static_cast<float>(i);
  const Vector factor = Vector{} + 0.5f;
  for (int64_t step = 0; step < kSteps; ++step) {
#pragma GCC unroll 32
    for (int i = 0; i < kChains; ++i) {
#if defined(__aarch64__)
      chains[i] = vfmaq_f32(factor, chains[i], factor);
#else
      chains[i] = chains[i] * factor + factor;
#endif
    }
  }
  for (Vector& chain : chains) asm volatile("" : : "m"(chain));
  return 2.0 * 4 * kChains * kSteps;
}

double Spin(Isa isa, Arithmetic arithmetic) {
  switch (isa) {
#if defined(__x86_64__)
    case Isa::kAmx:
      return arithmetic == Arithmetic::kFloat32 ? SpinAvx512()
                                                : SpinTiles(arithmetic == Arithmetic::kInt8, kSteps / 4);
    case Isa::kAvx512Bf16:
      if (arithmetic == Arithmetic::kBfloat16) return SpinAvx512Bfloat16();
      if (arithmetic == Arithmetic::kInt8) return SpinAvx512Int8();
      return SpinAvx512();
    case Isa::kAvx512:
      return SpinAvx512();
    case Isa::kAvx2:
      return SpinAvx2();
#endif
    default:
      return SpinPortable();
  }
}

}  // namespace

double MeasurePeak(Isa isa, Arithmetic arithmetic, int threads) {
  double best = 0;
  for (int repeat = 0; repeat < 10; ++repeat) {
    std::atomic<int> waiting{threads};
    std::vector<double> rates(static_cast<size_t>(threads));
    std::vector<std::thread> spinning;
    for (double& rate : rates) {
      spinning.emplace_back([&] {
        --waiting;
        while (waiting.load() > 0) {
        }
        const auto start = std::chrono::steady_clock::now();
        const double operations = Spin(isa, arithmetic);
        rate = operations / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
      });
    }
    double sum = 0;
    for (size_t i = 0; i < spinning.size(); ++i) {
      spinning[i].join();
      sum += rates[i];
    }
    best = std::max(best, sum);
  }
  return best / 1e9;
}

}  // namespace resnet
