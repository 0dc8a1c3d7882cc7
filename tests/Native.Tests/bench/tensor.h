// A tensor as in a network.
#pragma once

#include <sys/mman.h>

#include <cstdlib>
#include <memory>
#include <vector>

#include "support/elements.h"
#include "support/random.h"

namespace resnet {

// On huge pages, filled with random values.
template <class T>
class Tensor {
 public:
  explicit Tensor(int64_t length) : length_(length) {
    constexpr size_t kHugePage = size_t{2} << 20;
    const size_t bytes = (static_cast<size_t>(length) * sizeof(T) + kHugePage - 1) / kHugePage * kHugePage;
    data_.reset(static_cast<T*>(std::aligned_alloc(kHugePage, bytes)));
    madvise(data_.get(), bytes, MADV_HUGEPAGE);
    const std::vector<T> pattern = Pattern(4099);
    for (int64_t i = 0; i < length; ++i) data_.get()[i] = pattern[static_cast<size_t>(i % 4099)];
  }

  T* data() const { return data_.get(); }
  int64_t length() const { return length_; }
  rn_buffer First(int64_t length) const { return {data_.get(), length, kElementType<T>}; }
  operator rn_buffer() const { return First(length_); }
  operator rn_const_buffer() const { return {data_.get(), length_, kElementType<T>}; }

 private:
  static std::vector<T> Pattern(int64_t length) {
    if constexpr (std::is_same<T, uint8_t>::value) {
      return Random(7).Bytes(length);
    } else {
      return Random(7).Elements<T>(length);
    }
  }
  struct Free {
    void operator()(T* data) const { std::free(data); }
  };
  std::unique_ptr<T, Free> data_;
  int64_t length_;
};

}  // namespace resnet
