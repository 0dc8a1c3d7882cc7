// Test buffers that end exactly where memory ends.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "support/elements.h"

namespace resnet {

// `size` elements of T between two pages nobody may touch: they end exactly at the second, so one element read or
// written past the end faults. (They begin close behind the first, at whatever alignment that leaves.)
template <class T>
class Guarded {
 public:
  explicit Guarded(int64_t size) : size_(size) {
    const size_t page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    const size_t bytes = static_cast<size_t>(size) * sizeof(T);
    const size_t body = (bytes + page - 1) / page * page;
    mapped_ = body + 2 * page;
    base_ = static_cast<char*>(mmap(nullptr, mapped_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
    if (base_ == MAP_FAILED) abort();
    if (body != 0 && mprotect(base_ + page, body, PROT_READ | PROT_WRITE) != 0) abort();
    data_ = reinterpret_cast<T*>(base_ + page + body - bytes);
  }
  Guarded(const std::vector<T>& values) : Guarded(static_cast<int64_t>(values.size())) {
    if (!values.empty()) std::memcpy(data_, values.data(), values.size() * sizeof(T));
  }
  ~Guarded() { munmap(base_, mapped_); }
  Guarded(const Guarded&) = delete;
  Guarded& operator=(const Guarded&) = delete;

  T* data() const { return data_; }
  int64_t size() const { return size_; }
  T& operator[](int64_t i) const { return data_[i]; }
  T* begin() const { return data_; }
  T* end() const { return data_ + size_; }
  std::vector<T> ToVector() const { return std::vector<T>(begin(), end()); }

 private:
  int64_t size_;
  size_t mapped_;
  char* base_;
  T* data_;
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
