// The factor of a normalised channel.
#pragma once

namespace resnet {

// From the saved 1 / deviation, forward and backward: the backward pass then finds the very sign ReLU has seen.
inline float BatchNormScale(float gamma, float inv_std) { return gamma * inv_std; }

}  // namespace resnet
