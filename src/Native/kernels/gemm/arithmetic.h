// The arithmetic of register tiles. For gemm_<isa>.cc files only.
//
// An arithmetic defines Operand (the form in which words are multiplied), Load, Broadcast and MultiplyAdd; and
// Element, the type of activations, with Lanes to load and store it.
#pragma once

#include <cstring>

#include "kernels/gemm/gemm.h"
#include "kernels/simd/bfloat16.h"

namespace resnet {
namespace {

// A copy of bytes, because the word was stored as another type.
template <class Vec>
inline typename Vec::Type BroadcastWord(const Word* p) {
  Word word;
  std::memcpy(&word, p, sizeof(word));
  return Vec::Set(word);
}

template <class VecType>
struct Float32 {
  using Vec = VecType;
  using Element = float;
  static constexpr ElementType kType = ElementType::kFloat32;
  static constexpr int kPerWord = 1;
  static constexpr int kLatency = 8;
  static constexpr int kMultiplyAdds = 1;

  using Lanes = Bfloat16Lanes<Vec>;
  using Operand = typename Vec::Type;
  static Operand Load(const Word* p) { return Vec::Load(p); }
  static Operand Broadcast(const Word* p) { return BroadcastWord<Vec>(p); }
  static typename Vec::Type MultiplyAdd(Operand a, Operand b, typename Vec::Type sum) {
    return Vec::MultiplyAdd(a, b, sum);
  }
};

// bfloat16 on CPUs without instructions for it: the two numbers of a word are multiplied one after the other, as
// fp32.
template <class VecType>
struct Bfloat16ThroughFloat32 {
  using Vec = VecType;
  using Element = BFloat16;
  static constexpr ElementType kType = ElementType::kBfloat16;
  static constexpr int kPerWord = 2;
  static constexpr int kLatency = 16;  // two multiply-adds
  static constexpr int kMultiplyAdds = 2;

  using Lanes = Bfloat16Lanes<Vec>;
  struct Operand {
    typename Vec::Type first, second;
  };
  static Operand Split(typename Vec::Type words) { return {Lanes::First(words), Lanes::Second(words)}; }
  static Operand Load(const Word* p) { return Split(Vec::Load(p)); }
  static Operand Broadcast(const Word* p) { return Split(BroadcastWord<Vec>(p)); }
  static typename Vec::Type MultiplyAdd(const Operand& a, const Operand& b, typename Vec::Type sum) {
    return Vec::MultiplyAdd(a.second, b.second, Vec::MultiplyAdd(a.first, b.first, sum));
  }
};

}  // namespace
}  // namespace resnet
