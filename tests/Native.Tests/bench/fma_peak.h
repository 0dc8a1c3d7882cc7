#pragma once

#include "base/isa.h"

namespace resnet {

// GFLOP/s of fused multiply-adds between registers, on `threads` threads at once: what no kernel can exceed.
double MeasureFmaPeak(Isa isa, int threads);

}  // namespace resnet
