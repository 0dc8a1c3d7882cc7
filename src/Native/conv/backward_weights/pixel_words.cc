#include "conv/backward_weights/pixel_words.h"

#include <algorithm>

#include "base/split.h"
#include "conv/schedule/row_convolution.h"

namespace resnet {

ConvShape InWords(const GemmKernels& kernels, const ConvShape& shape) {
  ConvShape words = shape;
  if (IsPointwise(shape)) {
    words.n = words.h = words.out_h = 1;
    words.w = words.out_w = DivideUp(shape.n * shape.h * shape.w, kernels.elements_per_word);
  } else {
    words.n = DivideUp(shape.n, kernels.elements_per_word);
  }
  return words;
}

void PixelWords::Load(int64_t first_pixel, int64_t step, int64_t count, int64_t first_channel, int64_t channels,
                      Word* out, int64_t pitch) const {
  const int64_t left = DivideUp(std::max<int64_t>(0, pixels_ - partner_ - first_pixel), step);
  const int64_t pairs = single_ ? 0 : std::min(count, left);
  const auto load = [&](int64_t begin, int64_t end, bool pair) {
    if (begin == end) return;
    const int64_t pixel = first_pixel + begin * step;
    const void* first = tensor_.At(pixel * pixel_ + first_channel);
    const void* second = pair ? tensor_.At((pixel + partner_) * pixel_ + first_channel) : nullptr;
    if (channels == pixel_ && step == 1 && pitch == channels) {  // contiguous
      interleave_(first, second, 0, 1, (end - begin) * channels, out + begin * pitch, 0);
    } else {
      interleave_(first, second, step * pixel_, end - begin, channels, out + begin * pitch, pitch);
    }
  };
  load(0, pairs, true);
  load(pairs, count, false);
}

void PixelWords::TouchPixels(int64_t first_pixel, int64_t count, int64_t first_channel, int64_t channels) const {
  const int64_t element = SizeOf(tensor_.type);
  for (const int64_t first : {first_pixel, first_pixel + partner_}) {
    const int64_t pixels = std::min(count, pixels_ - first);
    if (channels == pixel_) {
      Touch(tensor_.data, first * pixel_ * element, pixels * pixel_ * element);
    } else {
      for (int64_t pixel = first; pixel < first + pixels; ++pixel) {
        Touch(tensor_.data, (pixel * pixel_ + first_channel) * element, channels * element);
      }
    }
    if (single_) return;
  }
}

}  // namespace resnet
