// Checks that the entries for convolutions share.
#pragma once

#include "base/element_type.h"
#include "conv/conv_shape.h"
#include "resnet_native.h"

namespace resnet {

// Converts a checked type.
inline ElementType TypeOf(int32_t type) {
  if (type == RN_UINT8) return ElementType::kUint8;
  return type == RN_FLOAT32 ? ElementType::kFloat32 : ElementType::kBfloat16;
}

// For int8 convolutions.
ConvShape CheckInt8Shape(const rn_conv2d_shape* shape);

}  // namespace resnet
