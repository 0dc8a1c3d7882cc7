// Elementwise operations on whole tensors. Formulas and aliasing: resnet_native.h.
#pragma once

#include <cstdint>

#include "base/thread_pool.h"
#include "kernels/vector/vector.h"

namespace resnet {

// T is float or BFloat16.
template <class T>
void ReluForward(ThreadPool& pool, const VectorKernels& vector, int64_t count, const T* x, T* y);
template <class T>
void ReluBackward(ThreadPool& pool, const VectorKernels& vector, int64_t count, const T* y, const T* dy, T* dx);
template <class T>
void Add(ThreadPool& pool, const VectorKernels& vector, int64_t count, const T* a, const T* b, T* y);

// y = x in the type of y.
template <class From, class To>
void Convert(ThreadPool& pool, const VectorKernels& vector, int64_t count, const From* x, To* y);

}  // namespace resnet
