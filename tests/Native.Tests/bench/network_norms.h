#pragma once

#include "resnet_native.h"

namespace resnet {

// What a training step of each network spends in its batch normalisations, in the order and with the memory traffic
// of a step. Only networks whose line contains the text.
void BenchNetworkNorms(rn_context* context, int threads, const char* text);

}  // namespace resnet
