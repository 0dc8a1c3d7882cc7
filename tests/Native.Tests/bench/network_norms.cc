#include "bench/network_norms.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "base/chunks.h"
#include "bench/tensor.h"
#include "bench/timing.h"
#include "support/guarded.h"

namespace resnet {
namespace {

struct Norm {
  int64_t rows;
  int32_t channels;
  bool residual, relu;
  int64_t Length() const { return rows * channels; }
};

struct NormNetwork {
  std::string name;
  std::vector<Norm> norms;
};

NormNetwork Thin(int depth, int64_t batch) {
  NormNetwork network = {"ResNet-" + std::to_string(depth) + ", batch " + std::to_string(batch),
                         {{batch * 1024, 16, false, true}}};
  for (int stage = 0; stage < 3; ++stage) {
    for (int block = 0; block < (depth - 2) / 6; ++block) {
      const int64_t rows = batch * (1024 >> 2 * stage);
      network.norms.push_back({rows, 16 << stage, false, true});
      network.norms.push_back({rows, 16 << stage, true, true});
    }
  }
  return network;
}

NormNetwork Bottleneck50(int64_t batch) {
  NormNetwork network = {"ResNet-50, batch " + std::to_string(batch), {{batch * 112 * 112, 64, false, true}}};
  int64_t size = 56;
  int32_t width = 64;
  for (int blocks : {3, 4, 6, 3}) {
    for (int block = 0; block < blocks; ++block) {
      const int64_t rows = batch * size * size, before = block == 0 && width > 64 ? 4 * rows : rows;
      network.norms.push_back({before, width, false, true});
      network.norms.push_back({rows, width, false, true});
      if (block == 0) network.norms.push_back({rows, 4 * width, false, false});
      network.norms.push_back({rows, 4 * width, true, true});
    }
    size /= 2;
    width *= 2;
  }
  return network;
}

// The traffic of a convolution between two layers: reads one tensor, writes the other.
template <class T>
void Stream(ThreadPool& pool, const T* from, int64_t from_length, T* to, int64_t to_length) {
  ForChunks(pool, to_length, kChunkElements, [=](int64_t begin, int64_t end) {
    const int64_t first = begin % from_length;
    const int64_t fit = std::min(end - begin, from_length - first);
    std::memcpy(to + begin, from + first, static_cast<size_t>(fit) * sizeof(T));
    std::memcpy(to + begin + fit, from, static_cast<size_t>(end - begin - fit) * sizeof(T));
  });
}

template <class T>
class Step {
 public:
  Step(rn_context* context, ThreadPool& pool, const std::vector<Norm>& norms)
      : context_(context), pool_(pool), norms_(norms) {
    int64_t largest = 0;
    for (const Norm& norm : norms) {
      x_.emplace_back(norm.Length());
      y_.emplace_back(norm.Length());
      largest = std::max(largest, norm.Length());
    }
    for (int i = 0; i < 8; ++i) parameters_.emplace_back(2048);
    for (int i = 0; i < 3; ++i) flow_.emplace_back(largest);
  }

  // Seconds spent in normalizations.
  void Run(double* forward, double* backward) {
    *forward = *backward = 0;
    for (size_t i = 0; i < norms_.size(); ++i) {
      const Tensor<T>& before = y_[i > 0 ? i - 1 : 0];
      Stream(pool_, before.data(), before.length(), x_[i].data(), x_[i].length());
      *forward += Seconds([&] { return Forward(i); });
    }
    for (size_t i = norms_.size(); i-- > 0;) {
      *backward += Seconds([&] { return Backward(i); });
      if (i == 0) break;
      // The backward passes to the weights and to the data.
      const int64_t length = norms_[i].Length(), before = norms_[i - 1].Length();
      T* const dx = norms_[i].residual ? flow_[1].data() : flow_[0].data();
      Stream(pool_, y_[i - 1].data(), before, flow_[2].data(), kChunkElements);
      Stream(pool_, dx, length, flow_[2].data(), before);
      std::swap(flow_[0], flow_[2]);
    }
  }

 private:
  template <class Call>
  static double Seconds(const Call& call) {
    const auto start = std::chrono::steady_clock::now();
    if (call() != RN_OK) Fail();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  }

  rn_buffer Parameter(size_t which, int32_t channels) const { return parameters_[which].First(channels); }
  static rn_const_buffer In(rn_buffer buffer) { return {buffer.data, buffer.length, buffer.type}; }

  rn_status Forward(size_t i) {
    const Norm& norm = norms_[i];
    const int32_t c = norm.channels;
    const rn_const_buffer residual = norm.residual ? In(flow_[0].First(norm.Length())) : kNoIn;
    return rn_batch_norm_train(context_, norm.rows, c, 1e-5f, 0.1f, x_[i], In(Parameter(0, c)), In(Parameter(1, c)),
                               residual, norm.relu, Parameter(2, c), Parameter(3, c), Parameter(4, c),
                               Parameter(5, c), y_[i]);
  }

  rn_status Backward(size_t i) {
    const Norm& norm = norms_[i];
    const int32_t c = norm.channels;
    const rn_buffer dy = flow_[0].First(norm.Length());
    const rn_const_buffer y = norm.relu && norm.residual ? rn_const_buffer(y_[i]) : kNoIn;
    return rn_batch_norm_backward(context_, norm.rows, c, x_[i], y, In(dy), In(Parameter(0, c)),
                                  In(Parameter(1, c)), In(Parameter(4, c)), In(Parameter(5, c)), norm.relu,
                                  norm.residual ? flow_[1].First(norm.Length()) : dy, norm.residual ? dy : kNoOut,
                                  Parameter(6, c), Parameter(7, c));
  }

  rn_context* context_;
  ThreadPool& pool_;
  const std::vector<Norm>& norms_;
  std::vector<Tensor<T>> x_, y_, flow_;
  std::vector<Tensor<float>> parameters_;
};

double Median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<int64_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

template <class T>
void BenchNetwork(rn_context* context, ThreadPool& pool, const NormNetwork& network, const char* type,
                  const char* text) {
  const std::string line = network.name + ", " + type;
  if (line.find(text) == std::string::npos) return;
  Step<T> step(context, pool, network.norms);
  std::vector<double> forward, backward;
  for (int i = 0; i < 12; ++i) {
    double f, b;
    step.Run(&f, &b);
    forward.push_back(f);
    backward.push_back(b);
  }
  std::printf("%-30s forward %7.2f ms, backward %7.2f ms\n", line.c_str(), Median(forward) * 1e3,
              Median(backward) * 1e3);
  std::fflush(stdout);
}

}  // namespace

void BenchNetworkNorms(rn_context* context, int threads, const char* text) {
  ThreadPool pool(threads);
  for (const NormNetwork& network : {Thin(20, 128), Thin(56, 128), Bottleneck50(16)}) {
    BenchNetwork<float>(context, pool, network, "fp32", text);
    BenchNetwork<BFloat16>(context, pool, network, "bf16", text);
  }
}

}  // namespace resnet
