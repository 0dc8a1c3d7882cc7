// The shapes on which the direct algorithm is tested.
#pragma once

#include <algorithm>
#include <vector>

#include "resnet_native.h"
#include "support/random.h"

namespace resnet {

// n, h, w, c, k, kernel, stride, pad, type, algorithm, groups
inline std::vector<rn_conv2d_shape> AdversarialShapes() {
  std::vector<rn_conv2d_shape> shapes = {
      {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0},               // the smallest
      {1, 1, 1, 5, 3, 3, 3, 1, 1, 1, 1},               // only the middle tap lies inside the image
      {2, 3, 3, 2, 3, 3, 3, 1, 1, 0, 0},               // the kernel covers the image
      {2, 8, 8, 3, 16, 7, 7, 2, 2, 3, 3},              // a stem
      {1, 19, 23, 3, 64, 7, 7, 2, 2, 3, 3},            // an odd stem
      {3, 8, 8, 16, 16, 3, 3, 1, 1, 1, 1},             // ResNet-20's blocks
      {2, 32, 32, 16, 16, 3, 3, 1, 1, 1, 1},           //
      {2, 8, 8, 16, 32, 3, 3, 2, 2, 1, 1},             //
      {2, 8, 8, 64, 64, 3, 3, 1, 1, 1, 1},             //
      {5, 7, 7, 32, 48, 3, 3, 1, 1, 1, 1},             // several images per band
      {70, 2, 2, 8, 8, 3, 3, 1, 1, 1, 1},              // many tiny images
      {2, 9, 9, 17, 100, 3, 3, 2, 2, 1, 1},            // channels that do not fill vectors
      {1, 5, 6, 100, 17, 3, 3, 1, 1, 1, 1},            //
      {1, 4, 4, 130, 70, 3, 3, 1, 1, 1, 1},            // several channel tiles
      {1, 6, 6, 129, 33, 3, 3, 2, 2, 1, 1},            //
      {3, 14, 14, 64, 20, 1, 1, 1, 1, 0, 0},           // pointwise, with a shorter last row
      {2, 7, 7, 200, 96, 1, 1, 1, 1, 0, 0},            //
      {2, 8, 8, 64, 128, 1, 1, 2, 2, 0, 0},            // projections
      {2, 7, 9, 80, 24, 1, 1, 2, 2, 0, 0},             //
      {2, 11, 10, 4, 8, 1, 1, 3, 5, 0, 0},             // strides larger than the kernel: unused inputs
      {1, 11, 12, 6, 9, 2, 2, 3, 3, 0, 0},             //
      {1, 12, 13, 6, 9, 2, 3, 4, 5, 1, 2},             //
      {2, 10, 9, 5, 7, 5, 3, 3, 2, 4, 2},              // the largest padding
      {1, 2, 2, 4, 4, 9, 9, 1, 1, 8, 8},               // the kernel exceeds the image
      {1, 1, 40, 3, 5, 1, 11, 1, 1, 0, 5},             // one row
      {1, 40, 1, 3, 5, 11, 1, 1, 1, 5, 0},             // one column
      {1, 3, 300, 2, 3, 3, 3, 1, 1, 1, 1},             // rows longer than a band
      {1, 9, 9, 8, 8, 4, 4, 2, 2, 1, 1},               // an even kernel
      {2, 13, 12, 9, 40, 3, 3, 1, 2, 1, 1},            // different strides
      {2, 9, 8, 32, 32, 3, 3, 1, 1, 1, 1, 0, 0, 8},    // narrow groups, several of them in a vector
      {2, 9, 9, 32, 32, 3, 3, 2, 2, 1, 1, 0, 0, 4},    //
      {3, 8, 8, 24, 48, 3, 3, 1, 1, 1, 1, 0, 0, 6},    // more outputs than inputs in a group
      {2, 7, 6, 48, 24, 3, 3, 1, 1, 1, 1, 0, 0, 6},    // fewer
      {2, 6, 7, 15, 10, 3, 3, 2, 2, 1, 1, 0, 0, 5},    // groups of odd widths
      {1, 7, 7, 128, 128, 3, 3, 1, 1, 1, 1, 0, 0, 4},  // groups as wide as two vectors
      {1, 6, 6, 210, 70, 3, 3, 1, 1, 1, 1, 0, 0, 2},   // several channel tiles in each group
      {2, 6, 5, 19, 19, 3, 3, 1, 1, 1, 1, 0, 0, 19},   // one channel in each group
      {3, 6, 5, 24, 36, 1, 1, 1, 1, 0, 0, 0, 0, 3},    // pointwise
      {2, 6, 5, 40, 20, 1, 1, 2, 2, 0, 0, 0, 0, 5},    //
      {70, 2, 2, 16, 16, 3, 3, 1, 1, 1, 1, 0, 0, 4},   // many tiny images
  };
  for (rn_conv2d_shape& shape : shapes) shape.algorithm = RN_ALGORITHM_DIRECT;
  return shapes;
}

inline rn_conv2d_shape RandomShape(Random& random) {
  const auto size = [&](int64_t most) { return static_cast<int32_t>(1 + random.Below(most)); };
  rn_conv2d_shape s{};
  s.n = size(4);
  s.h = size(20);
  s.w = size(20);
  s.c = size(random.Below(3) == 0 ? 150 : 20);
  s.k = size(random.Below(3) == 0 ? 150 : 40);
  const auto axis = [&](int32_t extent, int32_t* kernel, int32_t* stride, int32_t* pad) {
    *kernel = size(6);
    *stride = size(4);
    *pad = static_cast<int32_t>(random.Below(*kernel));
    *kernel = std::min(*kernel, extent + 2 * *pad);
    *pad = std::min(*pad, *kernel - 1);
    *kernel = std::min(*kernel, extent + 2 * *pad);
  };
  if (random.Below(4) == 0) {
    s.groups = size(9);
    s.c *= s.groups;
    s.k *= s.groups;
  }
  axis(s.h, &s.kernel_h, &s.stride_h, &s.pad_h);
  axis(s.w, &s.kernel_w, &s.stride_w, &s.pad_w);
  s.algorithm = RN_ALGORITHM_DIRECT;
  return s;
}

inline std::vector<rn_conv2d_shape> TestShapes() {
  std::vector<rn_conv2d_shape> shapes = AdversarialShapes();
  Random random(20);
  for (int i = 0; i < 60; ++i) shapes.push_back(RandomShape(random));
  return shapes;
}

}  // namespace resnet
