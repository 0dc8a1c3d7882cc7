// Selects the C++ type of a buffer's elements at run time.
#pragma once

#include "abi/guard.h"
#include "base/bfloat16.h"

namespace resnet {

// Calls f(T{}), where T is the C++ type of a checked element type.
template <class F>
void WithElementType(int32_t type, const F& f) {
  if (type == RN_BFLOAT16) {
    f(BFloat16{});
  } else {
    f(float{});
  }
}

// The same for entries that accept uint8.
template <class F>
void WithAnyElementType(int32_t type, const F& f) {
  if (type == RN_UINT8) {
    f(uint8_t{});
  } else {
    WithElementType(type, f);
  }
}

template <class T>
T* Elements(rn_buffer buffer) {
  return static_cast<T*>(buffer.data);
}
template <class T>
const T* Elements(rn_const_buffer buffer) {
  return static_cast<const T*>(buffer.data);
}

}  // namespace resnet
