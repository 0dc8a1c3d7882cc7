// The limits of this CPU: multiply-adds between registers, and streams through memory. Compiled by
// build/benchmark.sh. A limit is 0 if the CPU lacks the instructions.
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/isa.h"
#include "bench/measure.h"
#include "bench/spin.h"

namespace {

enum Limit : int32_t { kFloat32 = 0, kBFloat16 = 1, kInt8 = 2, kReadBandwidth = 3, kCopyBandwidth = 4 };

constexpr int64_t kSteps = 2 * 1000 * 1000;

double Spin(Limit limit) {
  const bool tiles = resnet::SupportedIsas().front() == resnet::Isa::kAmx;
  switch (limit) {
    case kFloat32:
      if (__builtin_cpu_supports("avx512f")) return resnet::SpinFloat32Zmm(kSteps);
      return __builtin_cpu_supports("fma") ? resnet::SpinFloat32Ymm(kSteps) : 0;
    case kBFloat16:
      if (tiles) return resnet::SpinTiles(false, kSteps / 2);
      return __builtin_cpu_supports("avx512bf16") ? resnet::SpinBfloat16Zmm(kSteps) : 0;
    default:
      if (tiles) return resnet::SpinTiles(true, kSteps / 2);
      return __builtin_cpu_supports("avx512vnni") ? resnet::SpinInt8Zmm(kSteps) : 0;
  }
}

// The arrays of one thread, larger than any cache.
class Streams {
 public:
  Streams() : from_(kBytes / sizeof(uint64_t), 1), to_(kBytes / sizeof(uint64_t), 2) {}

  // Returns the bytes transferred: a copied byte counts twice, read and written.
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

}  // namespace

// Operations or bytes per second of that many threads together.
extern "C" __attribute__((visibility("default"))) double machine_limit(int32_t limit, int32_t threads) {
  const Limit which = static_cast<Limit>(limit);
  if (which == kReadBandwidth || which == kCopyBandwidth) {
    return resnet::MeasureRate(
        threads, [which] { return [which, streams = Streams()]() mutable { return streams.Run(which); }; });
  }
  return resnet::MeasureRate(threads, [which] { return [which] { return Spin(which); }; });
}
