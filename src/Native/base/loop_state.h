// What kernels leave in a thread from one task of a loop to the next, since making it takes longer than a small
// task: AMX's registers, set up for tiles of some shape.
#pragma once

#include <cstdint>

namespace resnet {

// Exists while a thread computes tasks of a loop. The outermost one counts.
class LoopState {
 public:
  LoopState();
  ~LoopState();
  LoopState(const LoopState&) = delete;
  LoopState& operator=(const LoopState&) = delete;

  // This thread's, or null outside of loops.
  static LoopState* Current();

  int64_t layout = 0;           // as the kernels number them; 0: nothing is set up
  void (*release)() = nullptr;  // called at the loop's end if set
};

}  // namespace resnet
