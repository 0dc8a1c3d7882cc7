#pragma once

#include "resnet_native.h"

namespace resnet {

// The time of the batch normalizations of a training step of each network, with the order and the memory traffic of
// a step. Only networks whose line contains the text.
void BenchNetworkNorms(rn_context* context, int threads, const char* text);

}  // namespace resnet
