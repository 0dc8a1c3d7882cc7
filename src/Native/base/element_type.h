// The element types of tensors.
#pragma once

#include <cstdint>

namespace resnet {

enum class ElementType { kFloat32, kBfloat16, kUint8 };

inline int64_t SizeOf(ElementType type) {
  if (type == ElementType::kUint8) return 1;
  return type == ElementType::kFloat32 ? 4 : 2;
}

}  // namespace resnet
