// Words of four int8 on CPUs without dot products of them. For gemm_<isa>.cc files only.
//
// Broadcast converts words of a, which are unsigned, and Load words of b, which are signed. All sums are exact.
#pragma once

#include "kernels/gemm/arithmetic.h"

namespace resnet {
namespace {

// By products of 16-bit integers, which Vec adds in pairs.
template <class VecType>
struct Int8ThroughInt16 {
  using Vec = VecType;
  using Element = uint8_t;
  static constexpr ElementType kType = ElementType::kUint8;
  static constexpr int kPerWord = 4;
  static constexpr int kLatency = 8;
  static constexpr int kMultiplyAdds = 2;

  using Lanes = Bfloat16Lanes<Vec>;
  using Type = typename Vec::Type;
  using Bits = typename Lanes::Bits;
  using Halves = typename BitsOf<Vec::kLength>::Halves;
  // Bytes 0 and 2, and bytes 1 and 3, as 16-bit integers.
  struct Operand {
    Type even, odd;
  };
  static Operand Load(const Word* p) {
    const auto words = reinterpret_cast<Halves>(Vec::Load(p));
    return {reinterpret_cast<Type>(words << 8 >> 8), reinterpret_cast<Type>(words >> 8)};
  }
  static Operand Broadcast(const Word* p) {
    const auto words = reinterpret_cast<Bits>(BroadcastWord<Vec>(p));
    return {reinterpret_cast<Type>(words & 0xff00ffu), reinterpret_cast<Type>(words >> 8 & 0xff00ffu)};
  }
  static Type MultiplyAdd(const Operand& a, const Operand& b, Type sum) {
    return Vec::MultiplyAddHalves(a.odd, b.odd, Vec::MultiplyAddHalves(a.even, b.even, sum));
  }
};

// By products of 32-bit integers.
template <class VecType>
struct Int8ThroughInt32 {
  using Vec = VecType;
  using Element = uint8_t;
  static constexpr ElementType kType = ElementType::kUint8;
  static constexpr int kPerWord = 4;
  static constexpr int kLatency = 32;
  static constexpr int kMultiplyAdds = 4;

  using Lanes = Bfloat16Lanes<Vec>;
  using Type = typename Vec::Type;
  using Ints = typename BitsOf<Vec::kLength>::Ints;
  struct Operand {
    Ints bytes[kPerWord];
  };
  static Operand Load(const Word* p) {
    const auto words = reinterpret_cast<Ints>(Vec::Load(p));
    return {{words << 24 >> 24, words << 16 >> 24, words << 8 >> 24, words >> 24}};
  }
  static Operand Broadcast(const Word* p) {
    const auto words = reinterpret_cast<Ints>(BroadcastWord<Vec>(p));
    return {{words & 0xff, words >> 8 & 0xff, words >> 16 & 0xff, words >> 24 & 0xff}};
  }
  static Type MultiplyAdd(const Operand& a, const Operand& b, Type sum) {
    auto total = reinterpret_cast<Ints>(sum);
    for (int i = 0; i < kPerWord; ++i) total += a.bytes[i] * b.bytes[i];
    return reinterpret_cast<Type>(total);
  }
};

}  // namespace
}  // namespace resnet
