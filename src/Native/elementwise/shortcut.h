// The option-A shortcut: strided pixels, channels padded with zeros. Formula: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "resnet_native.h"

namespace resnet {

inline int64_t ShortcutOutputSize(int64_t size, int64_t stride) { return (size - 1) / stride + 1; }

// T is float or BFloat16, or, forward, uint8_t.
template <class T>
void ShortcutForward(ThreadPool& pool, const rn_shortcut_shape& shape, const T* x, T* y);
template <class T>
void ShortcutBackward(ThreadPool& pool, const rn_shortcut_shape& shape, const T* dy, T* dx);

}  // namespace resnet
