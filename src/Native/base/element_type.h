// What a tensor's elements are.
#pragma once

#include <cstdint>

namespace resnet {

enum class ElementType { kFloat32, kBfloat16 };

inline int64_t SizeOf(ElementType type) { return type == ElementType::kFloat32 ? 4 : 2; }

}  // namespace resnet
