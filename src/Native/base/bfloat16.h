// The storage of a bfloat16 number: the upper half of a float. Kernels convert it.
#pragma once

#include <cstdint>

namespace resnet {

struct BFloat16 {
  uint16_t bits;
};

}  // namespace resnet
