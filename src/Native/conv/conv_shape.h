// A convolution's sizes, checked and in 64 bits.
#pragma once

#include <cstdint>

#include "base/element_type.h"

namespace resnet {

struct ConvShape {
  int64_t n, h, w, c;
  int64_t k;
  int64_t kernel_h, kernel_w;
  int64_t stride_h, stride_w;
  int64_t pad_h, pad_w;
  int64_t out_h, out_w;
  ElementType type;    // of the activations and their gradients
  int64_t groups = 1;  // an output channel sees the input channels of its own group only

  // Of one group.
  int64_t GroupC() const { return c / groups; }
  int64_t GroupK() const { return k / groups; }

  int64_t InputElements() const { return n * h * w * c; }
  int64_t OutputElements() const { return n * out_h * out_w * k; }
  int64_t WeightElements() const { return kernel_h * kernel_w * GroupC() * k; }
};

}  // namespace resnet
