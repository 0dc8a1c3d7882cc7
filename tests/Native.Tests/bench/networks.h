// The distinct convolutions of three networks.
#pragma once

#include <vector>

#include "resnet_native.h"

namespace resnet {

struct Layer {
  int times;  // occurrences in the network
  rn_conv2d_shape shape;
};

struct Network {
  const char* name;
  std::vector<Layer> layers;
};

const std::vector<Network>& Networks();

}  // namespace resnet
