// Temporary memory for the duration of a scope.
#pragma once

#include <cstddef>

namespace resnet {

// `floats` uninitialized floats, 64-byte aligned, from an arena that the thread keeps between calls, so that
// repeated calls neither allocate nor cause page faults. Objects must live on the stack, so that a thread destroys
// them in reverse order of construction; any thread may use the memory. Throws std::bad_alloc.
class Scratch {
 public:
  explicit Scratch(size_t floats);
  ~Scratch();
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  float* data() const { return data_; }

 private:
  float* data_;
  size_t chunk_;  // the position of the arena to return to
  size_t used_;
};

}  // namespace resnet
