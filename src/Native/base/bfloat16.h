// The 16-bit element type: the upper half of a float. Kernels convert; here is only its place in memory.
#pragma once

#include <cstdint>

namespace resnet {

struct BFloat16 {
  uint16_t bits;
};

}  // namespace resnet
