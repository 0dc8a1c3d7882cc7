// resnet_native_bench [conv|winograd|inference|layers|norms|images] [threads [text]] measures the speed of
// convolutions in training; of Winograd's algorithm, with its errors; of convolutions in inference; of memory-bound
// layers; of the batch normalizations of whole networks; or of loading images.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/thread_pool.h"
#include "bench/conv_bench.h"
#include "bench/images_bench.h"
#include "bench/inference_bench.h"
#include "bench/layers_bench.h"
#include "bench/network_norms.h"
#include "bench/timing.h"
#include "bench/winograd_bench.h"

int main(int count, char** arguments) {
  using namespace resnet;
  struct Mode {
    const char* name;
    void (*run)(rn_context* context, int threads, const char* text);
  };
  constexpr Mode kModes[] = {{"conv", BenchConvolutions},   {"winograd", BenchWinograd},
                             {"inference", BenchInference}, {"layers", BenchLayers},
                             {"norms", BenchNetworkNorms},  {"images", BenchImages}};
  Mode mode = kModes[0];
  for (const Mode& candidate : kModes) {
    if (count < 2 || std::strcmp(arguments[1], candidate.name) != 0) continue;
    mode = candidate;
    --count;
    ++arguments;
  }
  const int threads = count > 1 ? std::atoi(arguments[1]) : AvailableCpus();
  if (threads < 1) {
    std::fprintf(stderr,
                 "usage: resnet_native_bench [conv|winograd|inference|layers|norms|images] [threads [text]]\n");
    return 1;
  }
  rn_context* context = nullptr;
  if (rn_context_create(threads, nullptr, &context) != RN_OK) Fail();
  mode.run(context, threads, count > 2 ? arguments[2] : "");
  rn_context_destroy(context);
  return 0;
}
