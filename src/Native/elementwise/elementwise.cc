#include "elementwise/elementwise.h"

#include <algorithm>

#include "base/chunks.h"

namespace resnet {

template <class T>
void ReluForward(ThreadPool& pool, const VectorKernels& vector, int64_t count, const T* x, T* y) {
  const auto relu = vector.Activations<T>().relu;
  ForChunks(pool, count, kChunkElements,
            [=](int64_t begin, int64_t end) { relu(end - begin, x + begin, y + begin); });
}

template <class T>
void ReluBackward(ThreadPool& pool, const VectorKernels& vector, int64_t count, const T* y, const T* dy, T* dx) {
  const auto relu_backward = vector.Activations<T>().relu_backward;
  ForChunks(pool, count, kChunkElements,
            [=](int64_t begin, int64_t end) { relu_backward(end - begin, y + begin, dy + begin, dx + begin); });
}

template <class T>
void Add(ThreadPool& pool, const VectorKernels& vector, int64_t count, const T* a, const T* b, T* y) {
  const auto add = vector.Activations<T>().add;
  ForChunks(pool, count, kChunkElements,
            [=](int64_t begin, int64_t end) { add(end - begin, a + begin, b + begin, y + begin); });
}

template <class From, class To>
void Convert(ThreadPool& pool, const VectorKernels& vector, int64_t count, const From* x, To* y) {
  ForChunks(pool, count, kChunkElements, [&](int64_t begin, int64_t end) {
    if constexpr (std::is_same<From, To>::value) {
      std::copy(x + begin, x + end, y + begin);
    } else if constexpr (std::is_same<To, float>::value) {
      vector.widen(end - begin, x + begin, y + begin);
    } else {
      vector.round(end - begin, x + begin, y + begin);
    }
  });
}

#define RESNET_INSTANTIATE(T)                                                                     \
  template void ReluForward(ThreadPool&, const VectorKernels&, int64_t, const T*, T*);            \
  template void ReluBackward(ThreadPool&, const VectorKernels&, int64_t, const T*, const T*, T*); \
  template void Add(ThreadPool&, const VectorKernels&, int64_t, const T*, const T*, T*);          \
  template void Convert(ThreadPool&, const VectorKernels&, int64_t, const T*, float*);            \
  template void Convert(ThreadPool&, const VectorKernels&, int64_t, const T*, BFloat16*);
RESNET_INSTANTIATE(float)
RESNET_INSTANTIATE(BFloat16)
#undef RESNET_INSTANTIATE

}  // namespace resnet
