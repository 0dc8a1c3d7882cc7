// A tensor whose element type is known only at run time.
#pragma once

#include "base/element_type.h"

namespace resnet {

struct ConstTensor {
  const void* data;
  ElementType type;

  const void* At(int64_t element) const { return static_cast<const char*>(data) + element * SizeOf(type); }
};

struct Tensor {
  void* data;
  ElementType type;

  void* At(int64_t element) const { return static_cast<char*>(data) + element * SizeOf(type); }
};

}  // namespace resnet
