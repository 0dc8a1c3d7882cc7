#pragma once

#include "resnet_native.h"

namespace resnet {

// Prints only lines that contain the text.
void BenchLayers(rn_context* context, int threads, const char* text);

}  // namespace resnet
