#pragma once

#include <array>
#include <cstdint>
#include <vector>

namespace resnet {

inline int64_t DivideUp(int64_t a, int64_t b) { return (a + b - 1) / b; }

// 0 .. total cut into consecutive parts whose sizes differ by at most one.
struct Split {
  int64_t total;
  int64_t parts;

  static Split IntoAtMost(int64_t total, int64_t largest) { return {total, DivideUp(total, largest)}; }
  int64_t Begin(int64_t part) const { return total / parts * part + total % parts * part / parts; }
  int64_t End(int64_t part) const { return Begin(part + 1); }
  // Where the parts begin and the last one ends.
  std::vector<int64_t> Bounds() const {
    std::vector<int64_t> bounds;
    for (int64_t part = 0; part <= parts; ++part) bounds.push_back(Begin(part));
    return bounds;
  }

  struct Size {
    int64_t size;
    int64_t count;
  };
  // The two sizes that occur, and how often.
  std::array<Size, 2> Sizes() const {
    return {{{total / parts + 1, total % parts}, {total / parts, parts - total % parts}}};
  }
};

}  // namespace resnet
