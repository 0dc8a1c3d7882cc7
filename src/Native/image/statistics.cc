#include <algorithm>
#include <type_traits>

#include "base/chunks.h"
#include "base/scratch.h"
#include "image/batch.h"

namespace resnet {
namespace {

constexpr int64_t kImagesPerTask = 16;

struct ChannelSums {
  double sum[kMaxImageChannels];
  double products[kMaxImageChannels][kMaxImageChannels];
};

// Adds one image. Sums of bytes are integers and exact in 64 bits.
template <class Pixel, int kChannels>
void AddImage(const Pixel* image, int64_t pixels, ChannelSums& sums) {
  using Total = std::conditional_t<std::is_same_v<Pixel, uint8_t>, uint64_t, double>;
  Total sum[kChannels] = {}, products[kChannels][kChannels] = {};
  for (int64_t pixel = 0; pixel < pixels; ++pixel) {
    for (int ch = 0; ch < kChannels; ++ch) {
      const Total value = image[pixel * kChannels + ch];
      sum[ch] += value;
      for (int other = 0; other <= ch; ++other) products[ch][other] += value * image[pixel * kChannels + other];
    }
  }
  for (int ch = 0; ch < kChannels; ++ch) {
    sums.sum[ch] += static_cast<double>(sum[ch]);
    for (int other = 0; other <= ch; ++other) {
      sums.products[ch][other] += static_cast<double>(products[ch][other]);
    }
  }
}

template <class Pixel, int kChannels>
void AddImages(const rn_image_batch& batch, int64_t begin, int64_t end, ChannelSums& sums) {
  const int64_t pixels = int64_t{batch.store_h} * batch.store_w;
  for (int64_t i = begin; i < end; ++i) {
    AddImage<Pixel, kChannels>(static_cast<const Pixel*>(batch.store) + batch.indices[i] * pixels * kChannels,
                               pixels, sums);
  }
}

template <class Pixel>
auto* AddImagesOf(int32_t channels) {
  switch (channels) {
    case 1:
      return &AddImages<Pixel, 1>;
    case 2:
      return &AddImages<Pixel, 2>;
    case 3:
      return &AddImages<Pixel, 3>;
    default:
      return &AddImages<Pixel, 4>;
  }
}

}  // namespace

void ImageStatistics(ThreadPool& pool, const rn_image_batch& batch, double* sum, double* products) {
  auto* const add = batch.is_float != 0 ? AddImagesOf<float>(batch.c) : AddImagesOf<uint8_t>(batch.c);
  const int64_t tasks = ChunkCount(batch.n, kImagesPerTask);
  const Scratch scratch(static_cast<size_t>(tasks) * (sizeof(ChannelSums) / sizeof(float)));
  auto* const partials = reinterpret_cast<ChannelSums*>(scratch.data());
  ForChunks(pool, batch.n, kImagesPerTask, [&](int64_t begin, int64_t end) {
    ChannelSums sums = {};
    add(batch, begin, end, sums);
    partials[begin / kImagesPerTask] = sums;
  });
  std::fill_n(sum, batch.c, 0.0);
  std::fill_n(products, batch.c * batch.c, 0.0);
  for (int64_t task = 0; task < tasks; ++task) {
    for (int32_t ch = 0; ch < batch.c; ++ch) {
      sum[ch] += partials[task].sum[ch];
      for (int32_t other = 0; other <= ch; ++other) {
        products[ch * batch.c + other] += partials[task].products[ch][other];
      }
    }
  }
  for (int32_t ch = 0; ch < batch.c; ++ch) {
    for (int32_t other = 0; other < ch; ++other) products[other * batch.c + ch] = products[ch * batch.c + other];
  }
}

}  // namespace resnet
