#pragma once

#include <vector>

#include "support/context.h"
#include "support/guarded.h"

namespace resnet {

using Buffer = Guarded<float>;

inline std::vector<float> Pack(rn_context* context, const rn_conv2d_shape& shape, int32_t pass,
                               const Buffer& weights) {
  int64_t length = 0;
  EXPECT_OK(rn_conv2d_packed_length(context, &shape, pass, &length));
  const Buffer packed(length);
  EXPECT_OK(rn_conv2d_pack(context, &shape, pass, In(weights), Out(packed)));
  return packed.ToVector();
}

}  // namespace resnet
