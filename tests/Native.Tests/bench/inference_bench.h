#pragma once

#include "resnet_native.h"

namespace resnet {

// The forward pass of every distinct convolution of three networks with its bias and ReLU, of whole batches and of
// single images: in fp32, bfloat16 and bytes, beside the machine's limit of each. Only convolutions whose line
// contains the text.
void BenchInference(rn_context* context, int threads, const char* text);

}  // namespace resnet
