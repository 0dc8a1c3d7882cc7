#pragma once

#include "base/isa.h"

namespace resnet {

enum class Arithmetic { kFloat32, kBfloat16, kInt8 };

// Thousand millions of multiplications and additions a second between registers, on `threads` threads at once: what
// no kernel can exceed. An instruction set without products of bfloat16 or of bytes computes them in fp32.
double MeasurePeak(Isa isa, Arithmetic arithmetic, int threads);

}  // namespace resnet
