#include "bench/winograd_bench.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>
#include <string>
#include <vector>

#include "abi/context.h"
#include "bench/networks.h"
#include "bench/timing.h"
#include "conv/backward_weights/backward_weights.h"
#include "conv/conv_reference.h"
#include "conv/dispatch/packed_convolution.h"
#include "conv/winograd/backward_weights.h"
#include "support/random.h"

namespace resnet {
namespace {

constexpr Algorithm kAlgorithms[] = {Algorithm::kDirect, Algorithm::kWinograd2, Algorithm::kWinograd4};
constexpr const char* kNames[] = {"direct", "F(2x2)", "F(4x4)"};

struct Error {
  double rms, max;  // relative to the root mean square of the results
};

// Compares samples of `results` with reference(index).
template <class Reference>
Error Measure(const std::vector<float>& results, const Reference& reference) {
  constexpr int kSamples = 2000;
  Random random(7);
  double squares = 0, error_squares = 0, largest = 0;
  for (int i = 0; i < kSamples; ++i) {
    const int64_t index = random.Below(static_cast<int64_t>(results.size()));
    const double expected = reference(index);
    const double error = std::fabs(results[static_cast<size_t>(index)] - expected);
    squares += expected * expected;
    error_squares += error * error;
    largest = std::max(largest, error);
  }
  return {std::sqrt(error_squares / squares), largest / std::sqrt(squares / kSamples)};
}

// One layer, with activations as after a ReLU, and gradients and weights around zero.
class Layer3x3 {
 public:
  Layer3x3(rn_context& context, const rn_conv2d_shape& s)
      : context_(context), s_(s), shape_{s.n, s.h, s.w,     s.c,     s.k,     3,       3,
                                         1,   1,   s.pad_h, s.pad_w, OutH(s), OutW(s), ElementType::kFloat32} {
    Random random;
    x_ = random.Floats(InputSize(s));
    for (float& value : x_) value = std::max(value, 0.0f);
    dy_ = random.Floats(OutputSize(s));
    weights_ = random.Floats(WeightsSize(s));
  }

  void Print(Pass pass, const char* name) {
    const double operations = 2.0 * static_cast<double>(OutputSize(s_)) * 9 * s_.c;
    const Algorithm fastest = FastestAlgorithm(GetGemmKernels(context_.isa), shape_, pass);
    std::printf("  %-20s", name);
    for (size_t i = 0; i < 3; ++i) {
      double seconds = 0;
      const std::vector<float> results = Run(pass, kAlgorithms[i], &seconds);
      const Error error = Measure(results, [&](int64_t index) { return Reference(pass, index); });
      std::printf(" | %s%s %7.3f ms %6.0f GFLOP/s, error %.1e, max %.1e", kNames[i],
                  kAlgorithms[i] == fastest ? "*" : " ", seconds * 1e3, operations / seconds / 1e9, error.rms,
                  error.max);
    }
    std::printf("\n");
    std::fflush(stdout);
  }

 private:
  std::vector<float> Run(Pass pass, Algorithm algorithm, double* seconds) {
    const auto time = [&](const auto& run) {
      *seconds = Time([&] {
        run();
        return RN_OK;
      });
    };
    ThreadPool& pool = context_.pool;
    if (pass == Pass::kBackwardWeights) {
      std::vector<float> dweights(weights_.size());
      const ConstTensor x{x_.data(), ElementType::kFloat32}, dy{dy_.data(), ElementType::kFloat32};
      if (algorithm == Algorithm::kDirect) {
        time([&] { RunBackwardWeights(pool, GetGemmKernels(context_.isa), shape_, x, dy, dweights.data()); });
      } else {
        const WinogradMethod method = GetWinogradMethod(context_.isa, algorithm);
        time([&] { RunWinogradBackwardWeights(pool, method, shape_, x, dy, dweights.data()); });
      }
      return dweights;
    }
    const PackedConvolution conv(context_.isa, shape_, pass, algorithm);
    std::vector<float> packed(static_cast<size_t>(conv.PackedLength()));
    conv.Pack(pool, weights_.data(), packed.data());
    const std::vector<float>& source = pass == Pass::kForward ? x_ : dy_;
    std::vector<float> out(pass == Pass::kForward ? dy_.size() : x_.size());
    time([&] { conv.Run(pool, {source.data(), ElementType::kFloat32}, packed.data(), Epilogue{}, out.data()); });
    return out;
  }

  double Reference(Pass pass, int64_t index) const {
    if (pass == Pass::kBackwardWeights) return Weight(index);
    const bool forward = pass == Pass::kForward;
    const int64_t channels = forward ? s_.k : s_.c, depth = forward ? s_.c : s_.k;
    const int64_t channel = index % channels, pixel = index / channels;
    const int64_t h = forward ? OutH(s_) : s_.h, w = forward ? OutW(s_) : s_.w;
    const int64_t source_h = forward ? s_.h : OutH(s_), source_w = forward ? s_.w : OutW(s_);
    const float* source = (forward ? x_ : dy_).data() + pixel / (h * w) * source_h * source_w * depth;
    double sum = 0;
    for (int64_t ky = 0; ky < 3; ++ky) {
      for (int64_t kx = 0; kx < 3; ++kx) {
        const int64_t y = pixel / w % h + (forward ? ky - s_.pad_h : s_.pad_h - ky);
        const int64_t x = pixel % w + (forward ? kx - s_.pad_w : s_.pad_w - kx);
        if (y < 0 || y >= source_h || x < 0 || x >= source_w) continue;
        const float* from = source + (y * source_w + x) * depth;
        const float* tap = weights_.data() + (ky * 3 + kx) * s_.c * s_.k;
        for (int64_t i = 0; i < depth; ++i) {
          sum += double{from[i]} * (forward ? tap[i * s_.k + channel] : tap[channel * s_.k + i]);
        }
      }
    }
    return sum;
  }

  double Weight(int64_t index) const {
    const int64_t oc = index % s_.k, ic = index / s_.k % s_.c, tap = index / (s_.k * s_.c);
    double sum = 0;
    for (int64_t n = 0; n < s_.n; ++n) {
      for (int64_t oy = 0; oy < OutH(s_); ++oy) {
        const int64_t y = oy + tap / 3 - s_.pad_h;
        for (int64_t ox = 0; ox < OutW(s_); ++ox) {
          const int64_t x = ox + tap % 3 - s_.pad_w;
          if (y < 0 || y >= s_.h || x < 0 || x >= s_.w) continue;
          sum += double{x_[static_cast<size_t>(((n * s_.h + y) * s_.w + x) * s_.c + ic)]} *
                 dy_[static_cast<size_t>(((n * OutH(s_) + oy) * OutW(s_) + ox) * s_.k + oc)];
        }
      }
    }
    return sum;
  }

  rn_context& context_;
  const rn_conv2d_shape s_;
  const ConvShape shape_;
  std::vector<float> x_, dy_, weights_;
};

}  // namespace

void BenchWinograd(rn_context* context, int threads, const char* text) {
  std::printf(
      "%s, %d threads; GFLOP/s count the operations of the direct algorithm; errors are relative to the root "
      "mean square of the results; * is what RN_ALGORITHM_AUTO takes\n",
      rn_context_isa(context), threads);
  std::set<std::string> done;
  for (const Network& network : Networks()) {
    for (const auto& [times, shape] : network.layers) {
      if (shape.kernel_h != 3 || shape.stride_h != 1) continue;
      const std::string line = ToString(shape);
      if (line.find(text) == std::string::npos || !done.insert(line).second) continue;
      std::printf("%s\n", line.c_str());
      Layer3x3 layer(*context, shape);
      layer.Print(Pass::kForward, "forward");
      layer.Print(Pass::kBackwardData, "backward to the data");
      layer.Print(Pass::kBackwardWeights, "to the weights");
    }
  }
}

}  // namespace resnet
