#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace resnet {

inline int64_t DivideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }

// 0 .. total cut into `count` consecutive chunks whose sizes differ by at most one.
struct Split {
  int64_t total;
  int64_t count;

  static Split IntoAtMost(int64_t total, int64_t largest) { return {total, DivideUp(total, largest)}; }
  int64_t Begin(int64_t chunk) const { return total / count * chunk + total % count * chunk / count; }
  int64_t End(int64_t chunk) const { return Begin(chunk + 1); }
  int64_t Largest() const { return DivideUp(total, count); }
  // The beginnings of all chunks and the end of the last.
  std::vector<int64_t> Bounds() const {
    std::vector<int64_t> bounds;
    for (int64_t chunk = 0; chunk <= count; ++chunk) bounds.push_back(Begin(chunk));
    return bounds;
  }

  struct Size {
    int64_t size;
    int64_t count;
  };
  // The two sizes that occur, and how often.
  std::array<Size, 2> Sizes() const {
    return {{{total / count + 1, total % count}, {total / count, count - total % count}}};
  }
};

}  // namespace resnet
