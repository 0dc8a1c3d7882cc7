// From a buffer's type, known when an entry is called, to the C++ type of its elements.
#pragma once

#include "abi/guard.h"
#include "base/bfloat16.h"

namespace resnet {

// f(T{}) with the C++ type of the elements of a buffer that was checked.
template <class F>
void WithElementType(int32_t type, const F& f) {
  if (type == RN_BFLOAT16) {
    f(BFloat16{});
  } else {
    f(float{});
  }
}

// The same where bytes are allowed too.
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
