#pragma once

#include "resnet_native.h"

namespace resnet {

// Time and errors against double of every distinct 3x3 convolution of stride 1 of three networks, all passes:
// by the direct algorithm, and by Winograd's with tiles of 2x2 and of 4x4, and the algorithm that the library
// selects. Only convolutions whose line contains the text.
void BenchWinograd(rn_context* context, int threads, const char* text);

}  // namespace resnet
