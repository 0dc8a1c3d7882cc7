// Test buffers that end exactly at an inaccessible page.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "support/elements.h"
#include "support/guarded_memory.h"

namespace resnet {

// `size` elements of T between two inaccessible pages. They end exactly at the second, so that reading or writing
// past the end faults. (They begin shortly after the first, with any alignment.)
template <class T>
class Guarded {
 public:
  explicit Guarded(int64_t size) : size_(size), memory_(static_cast<size_t>(size) * sizeof(T)) {}
  Guarded(const std::vector<T>& values) : Guarded(static_cast<int64_t>(values.size())) {
    if (!values.empty()) std::memcpy(data(), values.data(), values.size() * sizeof(T));
  }

  T* data() const { return static_cast<T*>(memory_.data()); }
  int64_t size() const { return size_; }
  T& operator[](int64_t i) const { return data()[i]; }
  T* begin() const { return data(); }
  T* end() const { return data() + size_; }
  std::vector<T> ToVector() const { return std::vector<T>(begin(), end()); }

 private:
  int64_t size_;
  GuardedMemory memory_;
};

template <class T>
rn_buffer Out(const Guarded<T>& buffer) {
  return {buffer.data(), buffer.size(), kElementType<T>};
}
template <class T>
rn_const_buffer In(const Guarded<T>& buffer) {
  return {buffer.data(), buffer.size(), kElementType<T>};
}
template <class T>
rn_buffer Out(std::vector<T>& buffer) {
  return {buffer.data(), static_cast<int64_t>(buffer.size()), kElementType<T>};
}
template <class T>
rn_const_buffer In(const std::vector<T>& buffer) {
  return {buffer.data(), static_cast<int64_t>(buffer.size()), kElementType<T>};
}
constexpr rn_buffer kNoOut = {nullptr, 0, RN_FLOAT32};
constexpr rn_const_buffer kNoIn = {nullptr, 0, RN_FLOAT32};

}  // namespace resnet
