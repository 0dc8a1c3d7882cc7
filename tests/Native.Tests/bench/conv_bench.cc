#include "bench/conv_bench.h"

#include <cstdio>
#include <string>
#include <vector>

#include "base/isa.h"
#include "bench/networks.h"
#include "bench/peak.h"
#include "bench/tensor.h"
#include "bench/timing.h"
#include "conv/conv_reference.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

// Seconds, or operations, of the three passes; 0 for a pass that is not run.
struct PerPass {
  double forward, backward_data, backward_weights;
};

Tensor<float> Pack(rn_context* context, const rn_conv2d_shape& shape, int32_t pass) {
  int64_t length = 0;
  rn_conv2d_packed_length(context, &shape, pass, &length);
  Tensor<float> packed(length);
  Random random;
  const std::vector<float> weights = random.Floats(WeightsSize(shape));
  rn_conv2d_pack(context, &shape, pass, In(weights), packed);
  return packed;
}

constexpr double PerPass::*kPasses[] = {&PerPass::forward, &PerPass::backward_data, &PerPass::backward_weights};

// The first layer has fp32 images as input, which need no gradient.
bool IsFirst(const rn_conv2d_shape& shape) { return shape.c == 3; }

template <class T>
struct Tensors {
  explicit Tensors(const rn_conv2d_shape& shape)
      : x(InputSize(shape)), dy(OutputSize(shape)), dx(InputSize(shape)), y(OutputSize(shape)) {}
  Tensor<T> x, dy, dx, y;
};

// Cycles through sets of tensors that together exceed any cache, as the layers of a training step do.
template <class T>
PerPass Measure(rn_context* context, const rn_conv2d_shape& shape) {
  constexpr int64_t kColdElements = 48 << 20;
  std::vector<Tensors<T>> sets;
  const int64_t count = 1 + kColdElements / (InputSize(shape) + OutputSize(shape));
  for (int64_t i = 0; i < count; ++i) sets.emplace_back(shape);
  const Tensor<float> images(IsFirst(shape) ? InputSize(shape) : 1);
  const auto x = [&](const Tensors<T>& set) { return IsFirst(shape) ? rn_const_buffer(images) : set.x; };
  const Tensor<float> dweights(WeightsSize(shape));
  const Tensor<float> forward = Pack(context, shape, RN_PASS_FORWARD);
  const Tensor<float> backward = Pack(context, shape, RN_PASS_BACKWARD_DATA);
  size_t turn = 0;
  const auto time = [&](const auto& pass) { return MedianTime([&] { return pass(sets[turn++ % sets.size()]); }); };
  PerPass seconds{};
  seconds.forward = time([&](const Tensors<T>& set) {
    return rn_conv2d_forward(context, &shape, x(set), forward, kNoIn, kNoIn, 0, set.y);
  });
  if (!IsFirst(shape)) {
    seconds.backward_data = time([&](const Tensors<T>& set) {
      return rn_conv2d_backward_data(context, &shape, set.dy, backward, 0, set.dx);
    });
  }
  seconds.backward_weights = time(
      [&](const Tensors<T>& set) { return rn_conv2d_backward_weights(context, &shape, x(set), set.dy, dweights); });
  return seconds;
}

struct Precision {
  int32_t type;
  double peak;
  PerPass seconds;  // of a layer
  PerPass total;    // of a network
};

void PrintRates(const std::string& what, const PerPass& operations, const std::vector<Precision>& precisions,
                PerPass Precision::*times) {
  std::printf("%-58s", what.c_str());
  for (double PerPass::*pass : kPasses) {
    std::printf(" |");
    for (const Precision& precision : precisions) {
      const double seconds = precision.*times.*pass;
      const double rate = seconds == 0 ? 0 : operations.*pass / seconds / 1e9;
      std::printf(" %8.3f ms %6.1f (%3.0f%%)", seconds * 1e3, rate, 100 * rate / precision.peak);
    }
    const double gain = precisions.front().*times.*pass / precisions.back().*times.*pass;
    std::printf(" %5.2fx", operations.*pass == 0 ? 0 : gain);
  }
  std::printf("\n");
  std::fflush(stdout);
}

void RunNetwork(rn_context* context, const Network& network, const char* text, std::vector<Precision> precisions) {
  std::printf("\n%s\n", network.name);
  PerPass total_operations{};
  for (auto [times, shape] : network.layers) {
    const std::string line = std::to_string(times) + "x " + ToString(shape);
    if (line.find(text) == std::string::npos) continue;
    const double count = 2.0 * static_cast<double>(OutputSize(shape)) * shape.kernel_h * shape.kernel_w * shape.c;
    PerPass operations{count, count, count};
    for (Precision& precision : precisions) {
      shape.type = precision.type;
      precision.seconds =
          shape.type == RN_FLOAT32 ? Measure<float>(context, shape) : Measure<BFloat16>(context, shape);
      for (double PerPass::*pass : kPasses) precision.total.*pass += times * precision.seconds.*pass;
    }
    for (double PerPass::*pass : kPasses) {
      if (precisions[0].seconds.*pass == 0) operations.*pass = 0;
      total_operations.*pass += times * operations.*pass;
    }
    PrintRates(line, operations, precisions, &Precision::seconds);
  }
  if (total_operations.forward > 0) PrintRates("all", total_operations, precisions, &Precision::total);
}

}  // namespace

void BenchConvolutions(rn_context* context, int threads, const char* text) {
  Isa isa;
  std::string name;
  SelectIsa(nullptr, &isa, &name);
  const double float32 = MeasurePeak(isa, Arithmetic::kFloat32, threads);
  const double bfloat16 = MeasurePeak(isa, Arithmetic::kBfloat16, threads);
  std::printf("%s, %d threads, limits in GFLOP/s: fp32 %.1f, bfloat16 %.1f, int8 %.1f\n", name.c_str(), threads,
              float32, bfloat16, MeasurePeak(isa, Arithmetic::kInt8, threads));
  std::printf(
      "forward | backward to the data | backward to the weights, each: time and GFLOP/s (%% of the limit) in "
      "fp32, in bfloat16, gain\n");
  for (const Network& network : Networks()) {
    RunNetwork(context, network, text, {{RN_FLOAT32, float32, {}, {}}, {RN_BFLOAT16, bfloat16, {}, {}}});
  }
}

}  // namespace resnet
