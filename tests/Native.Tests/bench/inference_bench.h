#pragma once

#include "resnet_native.h"

namespace resnet {

// The forward pass of every distinct convolution of three networks with bias and ReLU, for batches and for single
// images, in fp32, bfloat16 and int8, with the machine's limits. Only convolutions whose line contains the text.
void BenchInference(rn_context* context, int threads, const char* text);

}  // namespace resnet
