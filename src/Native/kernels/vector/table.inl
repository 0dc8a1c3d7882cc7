// The table of memory-bound kernels, compiled once per instruction set by a file that defines the table's name,
// RESNET_VECTOR_KERNELS, and the floats per vector, RESNET_VECTOR_LANES. All code is static, so that the linker
// cannot use it in the path of another instruction set.
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "kernels/vector/vector.h"

namespace resnet {
namespace {

constexpr int kWidth = RESNET_VECTOR_LANES;

#include "kernels/vector/lanes.inl"
// These build on lanes.inl.
#include "kernels/vector/batch_norm.inl"
#include "kernels/vector/elementwise.inl"
#include "kernels/vector/image.inl"
#include "kernels/vector/optimizer.inl"
#include "kernels/vector/pool.inl"

template <class T>
constexpr ActivationKernels<T> kActivations = {
    Relu<T>,
    ReluBackward<T>,
    Add<T>,
    Sum<T>,
    Moments<T>,
    Normalize<T>,
    GradientSums<T>,
    NormalizeBackward<T>,
    MaxOfTaps<T>,
    SumOfWinners<T>,
    MeanOfTaps<T>,
    Divide<T>,
    Standardize<uint8_t, T>,
    Standardize<float, T>,
    Blend<T>,
};

}  // namespace

extern const VectorKernels RESNET_VECTOR_KERNELS = {
    kActivations<float>,
    kActivations<BFloat16>,
    {Sum<uint8_t>, MaxOfBytes, MeanOfTaps<uint8_t>},
    Convert<BFloat16, float>,
    Convert<float, BFloat16>,
    Weighted<uint8_t>,
    Weighted<float>,
    Sgd,
    MovingAverage,
    SumOfSquares,
};

}  // namespace resnet
