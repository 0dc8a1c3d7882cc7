// The clock of the benchmarks.
#pragma once

#include <functional>

#include "resnet_native.h"

namespace resnet {

// Ends the process with the last error.
[[noreturn]] void Fail();

// Seconds of a call, the shortest of several: for what computes.
double Time(const std::function<rn_status()>& call);
// The median of several: for what waits for memory.
double MedianTime(const std::function<rn_status()>& call);

}  // namespace resnet
