#include "bench/inference_bench.h"

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

namespace resnet {
namespace {

bool TakesImages(const rn_conv2d_shape& shape) { return shape.c == 3; }

template <class T>
double MeasureFloats(rn_context* context, rn_conv2d_shape shape) {
  shape.type = kElementType<T>;
  const Tensor<T> x(InputSize(shape)), y(OutputSize(shape));
  const Tensor<float> images(TakesImages(shape) ? InputSize(shape) : 0), weights(WeightsSize(shape)), bias(shape.k);
  int64_t length = 0;
  if (rn_conv2d_packed_length(context, &shape, RN_PASS_FORWARD, &length) != RN_OK) Fail();
  const Tensor<float> packed(length);
  if (rn_conv2d_pack(context, &shape, RN_PASS_FORWARD, weights, packed) != RN_OK) Fail();
  const rn_const_buffer source = TakesImages(shape) ? rn_const_buffer(images) : rn_const_buffer(x);
  return Time([&] { return rn_conv2d_forward(context, &shape, source, packed, bias, kNoIn, 1, y); });
}

double MeasureBytes(rn_context* context, rn_conv2d_shape shape) {
  shape.type = RN_UINT8;
  const Tensor<uint8_t> x(InputSize(shape)), y(OutputSize(shape));
  const Tensor<float> images(TakesImages(shape) ? InputSize(shape) : 0), weights(WeightsSize(shape)), bias(shape.k);
  int64_t length = 0;
  if (rn_conv2d_int8_packed_length(context, &shape, &length) != RN_OK) Fail();
  const Tensor<float> packed(length), scales(shape.k);
  if (rn_conv2d_int8_pack(context, &shape, weights, packed, scales) != RN_OK) Fail();
  const rn_const_buffer source = TakesImages(shape) ? rn_const_buffer(images) : rn_const_buffer(x);
  const rn_int8_scales quantization{0.02f, TakesImages(shape) ? 117 : 0, 1, 0.02f};
  return Time([&] {
    return rn_conv2d_int8_forward(context, &shape, source, &quantization, packed, scales, bias, kNoIn, 1, y);
  });
}

struct Precision {
  double peak;
  double (*measure)(rn_context* context, rn_conv2d_shape shape);
  double total;  // seconds of a network
};

void PrintRate(double operations, double seconds, const Precision& precision) {
  const double rate = operations / seconds / 1e9;
  std::printf(" | %8.3f ms %6.1f (%3.0f%%)", seconds * 1e3, rate, 100 * rate / precision.peak);
}

void RunNetwork(rn_context* context, const Network& network, bool single, const char* text,
                std::vector<Precision> precisions) {
  std::printf("\n%s%s\n", network.name, single ? ", one image" : "");
  double total = 0;
  for (auto [times, shape] : network.layers) {
    if (single) shape.n = 1;
    const std::string line = std::to_string(times) + "x " + ToString(shape);
    if (line.find(text) == std::string::npos) continue;
    const double operations =
        2.0 * static_cast<double>(OutputSize(shape)) * shape.kernel_h * shape.kernel_w * shape.c;
    total += times * operations;
    std::printf("%-58s", line.c_str());
    for (Precision& precision : precisions) {
      const double seconds = precision.measure(context, shape);
      precision.total += times * seconds;
      PrintRate(operations, seconds, precision);
    }
    std::printf("\n");
    std::fflush(stdout);
  }
  if (total == 0) return;
  std::printf("%-58s", "all");
  for (const Precision& precision : precisions) PrintRate(total, precision.total, precision);
  std::printf("\n");
}

}  // namespace

void BenchInference(rn_context* context, int threads, const char* text) {
  Isa isa;
  std::string name;
  SelectIsa(nullptr, &isa, &name);
  const std::vector<Precision> precisions = {
      {MeasurePeak(isa, Arithmetic::kFloat32, threads), MeasureFloats<float>, 0},
      {MeasurePeak(isa, Arithmetic::kBfloat16, threads), MeasureFloats<BFloat16>, 0},
      {MeasurePeak(isa, Arithmetic::kInt8, threads), MeasureBytes, 0}};
  std::printf("%s, %d threads: time and thousand millions of operations a second (%% of the limit) in\n",
              name.c_str(), threads);
  std::printf("fp32 (limit %.1f) | bfloat16 (%.1f) | int8 (%.1f)\n", precisions[0].peak, precisions[1].peak,
              precisions[2].peak);
  for (const Network& network : Networks()) {
    for (bool single : {false, true}) RunNetwork(context, network, single, text, precisions);
  }
}

}  // namespace resnet
