#include "linear/linear.h"

#include <algorithm>
#include <vector>

#include "base/scratch.h"
#include "base/split.h"
#include "conv/backward_weights/backward_weights.h"
#include "conv/direct/direct_convolution.h"
#include "conv/direct/packed_weights.h"
#include "conv/schedule/row_convolution.h"

namespace resnet {
namespace {

ConvShape AsConvolution(const LinearShape& shape) {
  ConvShape conv{};
  conv.n = shape.n;
  conv.c = shape.in;
  conv.k = shape.out;
  conv.h = conv.w = conv.kernel_h = conv.kernel_w = conv.stride_h = conv.stride_w = conv.out_h = conv.out_w = 1;
  return conv;
}

void PackAndRun(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape,
                const std::vector<RowConvolution>& convs, const float* source, const float* weights,
                const Epilogue& epilogue, float* out) {
  const Scratch packed(static_cast<size_t>(PackedLength(kernels, convs)));
  PackWeights(pool, kernels, shape, convs, weights, packed.data());
  RunDirect(pool, kernels, convs, {source, ElementType::kFloat32}, packed.data(), epilogue, out);
}

// Sums in double, because they run over the whole batch.
void SumRows(ThreadPool& pool, const float* rows, int64_t count, int64_t columns, float* sums) {
  constexpr int64_t kStrip = 64;
  pool.ParallelFor(DivideUp(columns, kStrip), [&](int64_t strip) {
    const int64_t begin = strip * kStrip;
    const int64_t width = std::min(kStrip, columns - begin);
    double strip_sums[kStrip] = {};
    for (int64_t row = 0; row < count; ++row) {
      for (int64_t i = 0; i < width; ++i) strip_sums[i] += rows[row * columns + begin + i];
    }
    for (int64_t i = 0; i < width; ++i) sums[begin + i] = static_cast<float>(strip_sums[i]);
  });
}

}  // namespace

void LinearForward(ThreadPool& pool, const GemmKernels& kernels, const LinearShape& shape, const float* x,
                   const float* weights, const float* bias, float* y) {
  const ConvShape conv = AsConvolution(shape);
  Epilogue epilogue;
  epilogue.bias = bias;
  PackAndRun(pool, kernels, conv, PlanForward(conv), x, weights, epilogue, y);
}

void LinearBackwardData(ThreadPool& pool, const GemmKernels& kernels, const LinearShape& shape, const float* dy,
                        const float* weights, float* dx) {
  const ConvShape conv = AsConvolution(shape);
  PackAndRun(pool, kernels, conv, PlanBackwardData(conv), dy, weights, Epilogue(), dx);
}

void LinearBackwardWeights(ThreadPool& pool, const GemmKernels& kernels, const LinearShape& shape, const float* x,
                           const float* dy, float* dweights, float* dbias) {
  RunBackwardWeights(pool, kernels, AsConvolution(shape), {x, ElementType::kFloat32}, {dy, ElementType::kFloat32},
                     dweights);
  SumRows(pool, dy, shape.n, shape.out, dbias);
}

}  // namespace resnet
