#pragma once

#include "base/isa.h"

namespace resnet {

enum class Arithmetic { kFloat32, kBfloat16, kInt8 };

// The peak arithmetic rate of `threads` threads in 10^9 operations per second, which no kernel can exceed.
// Instruction sets without products of bfloat16 or int8 use fp32 for them.
double MeasurePeak(Isa isa, Arithmetic arithmetic, int threads);

}  // namespace resnet
