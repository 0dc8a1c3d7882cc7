// Convolution by its formula, in double, with the magnitude to which rounding errors are relative.
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "resnet_native.h"

namespace resnet {

inline int64_t OutH(const rn_conv2d_shape& s) { return (s.h + 2 * s.pad_h - s.kernel_h) / s.stride_h + 1; }
inline int64_t OutW(const rn_conv2d_shape& s) { return (s.w + 2 * s.pad_w - s.kernel_w) / s.stride_w + 1; }
inline int64_t InputSize(const rn_conv2d_shape& s) { return s.n * s.h * s.w * s.c; }
inline int64_t OutputSize(const rn_conv2d_shape& s) { return s.n * OutH(s) * OutW(s) * s.k; }
inline int64_t Groups(const rn_conv2d_shape& s) { return s.groups == 0 ? 1 : s.groups; }
inline int64_t GroupC(const rn_conv2d_shape& s) { return s.c / Groups(s); }
inline int64_t WeightsSize(const rn_conv2d_shape& s) { return s.kernel_h * s.kernel_w * GroupC(s) * s.k; }

inline std::string ToString(const rn_conv2d_shape& s) {
  const auto pair = [](int64_t a, int64_t b) { return std::to_string(a) + "x" + std::to_string(b); };
  return "n" + std::to_string(s.n) + " " + pair(s.h, s.w) + "x" + std::to_string(s.c) + " to " +
         std::to_string(s.k) + " kernel " + pair(s.kernel_h, s.kernel_w) + " stride " +
         pair(s.stride_h, s.stride_w) + " pad " + pair(s.pad_h, s.pad_w) + " groups " + std::to_string(s.groups);
}

// A sum of products, the sum of their magnitudes, and their number.
struct Sum {
  double value = 0;
  double magnitude = 0;
  int64_t terms = 0;

  void Add(double term) {
    value += term;
    magnitude += std::fabs(term);
    ++terms;
  }
  // Each term is rounded at most twice, and each addition once, relative to partial sums of at most the magnitude
  // (Higham, Accuracy and Stability of Numerical Algorithms, 3.1).
  double Tolerance() const { return (static_cast<double>(terms) + 4) * 0x1p-24 * magnitude + 1e-30; }
};

// Calls visit(x index, weights index, y index) for every product of the convolution.
template <class Visit>
void ForEachProduct(const rn_conv2d_shape& s, const Visit& visit) {
  for (int64_t n = 0; n < s.n; ++n)
    for (int64_t oy = 0; oy < OutH(s); ++oy)
      for (int64_t ox = 0; ox < OutW(s); ++ox)
        for (int64_t ky = 0; ky < s.kernel_h; ++ky)
          for (int64_t kx = 0; kx < s.kernel_w; ++kx) {
            const int64_t y = oy * s.stride_h + ky - s.pad_h;
            const int64_t x = ox * s.stride_w + kx - s.pad_w;
            if (y < 0 || y >= s.h || x < 0 || x >= s.w) continue;
            for (int64_t ic = 0; ic < GroupC(s); ++ic)
              for (int64_t oc = 0; oc < s.k; ++oc)
                visit(((n * s.h + y) * s.w + x) * s.c + oc / (s.k / Groups(s)) * GroupC(s) + ic,
                      ((ky * s.kernel_w + kx) * GroupC(s) + ic) * s.k + oc,
                      ((n * OutH(s) + oy) * OutW(s) + ox) * s.k + oc);
          }
}

}  // namespace resnet
