// GB/s of the memory-bound layers on the networks' tensors, compared with copying such tensors.
#include "bench/layers_bench.h"

#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/chunks.h"
#include "bench/tensor.h"
#include "bench/timing.h"
#include "support/guarded.h"

namespace resnet {
namespace {

struct Shape {
  int64_t rows;
  int32_t channels;
};

constexpr Shape kShapes[] = {
    {128 * 32 * 32, 16}, {128 * 16 * 16, 32}, {128 * 8 * 8, 64},    {16 * 112 * 112, 64}, {16 * 56 * 56, 64},
    {16 * 56 * 56, 256}, {16 * 28 * 28, 512}, {16 * 14 * 14, 1024}, {16 * 7 * 7, 2048},
};

// Repeated calls cycle through sets of tensors that together exceed any cache, or all use one set, which stays in
// the cache if it fits.
constexpr size_t kColdBytes = size_t{192} << 20;

template <class T>
struct Tensors {
  explicit Tensors(int64_t length) : x(length), y(length), dy(length), residual(length), dx(length) {}
  Tensor<T> x, y, dy, residual, dx;
};

template <class T>
void BenchShape(rn_context* context, ThreadPool& pool, const Shape& shape, const char* type, const char* text) {
  const int64_t rows = shape.rows, length = rows * shape.channels;
  const int32_t channels = shape.channels;
  const size_t bytes = static_cast<size_t>(length) * sizeof(T);
  const size_t sets = 1 + kColdBytes / (3 * bytes);
  std::vector<std::unique_ptr<Tensors<T>>> tensors;
  for (size_t i = 0; i < sets; ++i) tensors.push_back(std::make_unique<Tensors<T>>(length));
  const Tensor<float> gamma(channels), beta(channels), mean(channels), inv_std(channels), running_mean(channels),
      running_variance(channels), dgamma(channels), dbeta(channels);

  using Call = std::function<rn_status(const Tensors<T>&)>;
  // passes: the number of tensors that the call reads or writes.
  const auto report = [&](const char* entry, double passes, const Call& call) {
    const std::string line =
        std::string(type) + " " + std::to_string(rows) + "x" + std::to_string(channels) + " " + entry;
    if (line.find(text) == std::string::npos) return;
    size_t next = 0;
    const double warm = MedianTime([&] { return call(*tensors[0]); });
    const double cold = MedianTime([&] { return call(*tensors[next++ % sets]); });
    const double gigabytes = passes * static_cast<double>(bytes) / 1e9;
    std::printf("%-42s  %8.3f ms %6.1f GB/s   %8.3f ms %6.1f GB/s\n", line.c_str(), warm * 1e3, gigabytes / warm,
                cold * 1e3, gigabytes / cold);
    std::fflush(stdout);
  };

  report("copy", 2, [&](const Tensors<T>& t) {
    ForChunks(pool, length, kChunkElements, [&](int64_t begin, int64_t end) {
      std::memcpy(t.y.data() + begin, t.x.data() + begin, static_cast<size_t>(end - begin) * sizeof(T));
    });
    return RN_OK;
  });
  const auto train = [&](const Tensors<T>& t, bool residual) {
    return rn_batch_norm_train(context, rows, channels, 1e-5f, 0.1f, t.x, gamma, beta,
                               residual ? rn_const_buffer(t.residual) : kNoIn, 1, running_mean, running_variance,
                               mean, inv_std, t.y);
  };
  report("train", 3, [&](const Tensors<T>& t) { return train(t, false); });
  report("train, residual", 4, [&](const Tensors<T>& t) { return train(t, true); });
  report("infer", 2, [&](const Tensors<T>& t) {
    return rn_batch_norm_infer(context, rows, channels, 1e-5f, t.x, gamma, beta, mean, inv_std, kNoIn, 1, t.y);
  });
  report("backward in place", 7, [&](const Tensors<T>& t) {
    return rn_batch_norm_backward(context, rows, channels, t.x, t.y, t.dy, gamma, beta, mean, inv_std, 1, t.dy,
                                  kNoOut, dgamma, dbeta);
  });
  report("backward, residual in place", 7, [&](const Tensors<T>& t) {
    return rn_batch_norm_backward(context, rows, channels, t.x, t.y, t.dy, gamma, beta, mean, inv_std, 1, t.dx,
                                  t.dy, dgamma, dbeta);
  });
  report("backward, no relu, in place", 5, [&](const Tensors<T>& t) {
    return rn_batch_norm_backward(context, rows, channels, t.x, kNoIn, t.dy, gamma, beta, mean, inv_std, 0, t.dy,
                                  kNoOut, dgamma, dbeta);
  });
  report("add in place", 3, [&](const Tensors<T>& t) { return rn_add(context, t.x, t.y, t.x); });
}

}  // namespace

void BenchLayers(rn_context* context, int threads, const char* text) {
  ThreadPool pool(threads);
  std::printf("%-42s  %22s   %22s\n", "", "one set of tensors", "sets in turn");
  for (const Shape& shape : kShapes) {
    BenchShape<float>(context, pool, shape, "fp32", text);
    BenchShape<BFloat16>(context, pool, shape, "bf16", text);
  }
}

}  // namespace resnet
