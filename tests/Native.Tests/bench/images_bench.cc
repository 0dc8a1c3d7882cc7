// Images/s from a pixel store to network input, for several augmentations.
#include "bench/images_bench.h"

#include <cstdio>
#include <string>
#include <vector>

#include "bench/timing.h"
#include "support/guarded.h"
#include "support/random.h"

namespace resnet {
namespace {

constexpr int32_t kChannels = 3;
constexpr int64_t kStoreBytes = int64_t{96} << 20;  // larger than any cache

struct Sizes {
  int32_t stored, input;
};

enum Changes { kNone = 0, kResampled = 1, kRecolored = 2, kErased = 4 };

struct Case {
  const char* name;
  int changes;
};

constexpr Case kCases[] = {{"crop, flip", kNone},
                           {"crop, flip, cutout", kErased},
                           {"crop, flip, colors", kRecolored},
                           {"resized crop, flip", kResampled},
                           {"resized crop, flip, colors, erasing", kResampled | kRecolored | kErased}};

// Random resized crops of 0.08 to 1 of the area, as torchvision's, or crops of the input's size.
rn_image_view View(const Sizes& sizes, int changes, Random& random) {
  rn_image_view view = {};
  const float stored = static_cast<float>(sizes.stored), input = static_cast<float>(sizes.input);
  view.height = (changes & kResampled) != 0 ? random.Uniform(0.3f, 1) * stored : input;
  view.width = (changes & kResampled) != 0 ? random.Uniform(0.3f, 1) * stored : input;
  if ((changes & kResampled) != 0) {
    view.top = random.Uniform(0, stored - view.height);
    view.left = random.Uniform(0, stored - view.width);
  } else {
    view.top = static_cast<float>(random.Below(9) - 4);
    view.left = static_cast<float>(random.Below(9) - 4);
  }
  view.flip = static_cast<int32_t>(random.Below(2));
  view.recolor = (changes & kRecolored) != 0;
  for (int ch = 0; ch < kChannels; ++ch) view.matrix[ch][ch] = random.Uniform(0.8f, 1.2f);
  if ((changes & kErased) != 0) view.erased_height = view.erased_width = sizes.input / 2;
  return view;
}

void Bench(rn_context* context, const Sizes& sizes, const Case& bench, const char* text) {
  const std::string line = std::to_string(sizes.stored) + " to " + std::to_string(sizes.input) + " " + bench.name;
  if (line.find(text) == std::string::npos) return;
  const int64_t image = int64_t{sizes.stored} * sizes.stored * kChannels, images = kStoreBytes / image;
  const int64_t n = sizes.input > 100 ? 16 : 128;
  Random random(1);
  const std::vector<uint8_t> store = random.Bytes(images * image);
  std::vector<float> out(static_cast<size_t>(n * sizes.input * sizes.input * kChannels));
  std::vector<int64_t> indices(static_cast<size_t>(n));
  std::vector<rn_image_view> views;
  for (int64_t i = 0; i < n; ++i) views.push_back(View(sizes, bench.changes, random));
  const float mean[] = {120, 120, 110}, scale[] = {1 / 60.0f, 1 / 60.0f, 1 / 60.0f};
  const rn_image_batch batch = {n,    sizes.input,  sizes.input, kChannels,      sizes.stored, sizes.stored,
                                0,    store.data(), images,      indices.data(), views.data(), mean,
                                scale};
  const double seconds = MedianTime([&] {
    for (int64_t& index : indices) index = random.Below(images);
    return rn_image_batch_load(context, &batch, Out(out));
  });
  const double rate = static_cast<double>(n) / seconds;
  std::printf("%-52s %10.0f images/s %8.1f us\n", line.c_str(), rate, 1e6 / rate);
  std::fflush(stdout);
}

}  // namespace

void BenchImages(rn_context* context, int threads, const char* text) {
  std::printf("%d threads\n", threads);
  for (const Sizes& sizes : {Sizes{32, 32}, Sizes{256, 224}}) {
    for (const Case& bench : kCases) Bench(context, sizes, bench, text);
  }
}

}  // namespace resnet
