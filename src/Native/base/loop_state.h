// State that kernels keep in a thread from one task of a loop to the next, because setting it up takes longer than
// a small task: the configuration of AMX's tile registers.
#pragma once

#include <cstdint>

namespace resnet {

// Exists while a thread computes tasks of a loop. In nested loops, only the outermost is current.
class LoopState {
 public:
  LoopState();
  ~LoopState();
  LoopState(const LoopState&) = delete;
  LoopState& operator=(const LoopState&) = delete;

  // The current state of this thread, or null outside loops.
  static LoopState* Current();

  int64_t layout = 0;           // defined by the kernels; 0: not configured
  void (*release)() = nullptr;  // called at the end of the loop, unless null
};

}  // namespace resnet
