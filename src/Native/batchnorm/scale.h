// The factor of a normalized channel.
#pragma once

namespace resnet {

// Forward and backward use the same formula, so that the backward pass recomputes the sign that the ReLU saw
// exactly.
inline float BatchNormScale(float gamma, float inv_std) { return gamma * inv_std; }

}  // namespace resnet
