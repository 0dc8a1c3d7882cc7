// Temporary memory for the length of a scope.
#pragma once

#include <cstddef>

namespace resnet {

// `floats` uninitialised floats, 64-byte aligned, from an arena of the current thread that is kept between calls,
// so that the steady state neither allocates nor faults pages in. Lives on the stack, destroyed in reverse order of
// construction by the thread that constructed it; the memory may be used by any thread meanwhile.
// Throws std::bad_alloc.
class Scratch {
 public:
  explicit Scratch(size_t floats);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  float* data() const { return data_; }

 private:
  float* data_;
  size_t chunk_;  // where the arena stood before, to return to
  size_t used_;
};

}  // namespace resnet
