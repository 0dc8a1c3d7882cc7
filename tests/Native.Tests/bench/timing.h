// The clock of the benchmarks.
#pragma once

#include <functional>

#include "resnet_native.h"

namespace resnet {

// Prints the last error and ends the process.
[[noreturn]] void Fail();

// Seconds of a call, the shortest of several: for compute-bound calls.
double Time(const std::function<rn_status()>& call);
// The median of several: for memory-bound calls.
double MedianTime(const std::function<rn_status()>& call);

}  // namespace resnet
