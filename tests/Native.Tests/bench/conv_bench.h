#pragma once

#include "resnet_native.h"

namespace resnet {

// GFLOP/s of every distinct convolution of three networks, all passes, in fp32 and in bfloat16, with the machine's
// limits. Only convolutions whose line contains the text.
void BenchConvolutions(rn_context* context, int threads, const char* text);

}  // namespace resnet
