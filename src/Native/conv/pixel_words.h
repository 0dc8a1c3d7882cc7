// A tensor [pixels][channels] as the words of a reduction over pixels. Where a word holds two numbers, they are
// those of two pixels half a batch apart, whose products every kernel tap adds up; the last ones have no partner
// where the batch is odd.
#pragma once

#include "conv/conv_shape.h"
#include "conv/prefetch.h"
#include "conv/tensor.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// The shape of the convolution on words: half the batch. Of a pointwise convolution, which has no images, it is
// half the pixels, as one row.
ConvShape InWords(const GemmKernels& kernels, const ConvShape& shape);

class PixelWords {
 public:
  // channels: of each of the parts; pixels: all that there are; word_pixels: of words, after InWords.
  PixelWords(const GemmKernels& kernels, ConstTensor tensor, int64_t parts, int64_t channels, int64_t pixels,
             int64_t word_pixels)
      : tensor_(tensor),
        interleave_(kernels.From(tensor.type).interleave),
        channels_(channels),
        pixel_(parts * channels),
        pixels_(pixels),
        partner_(word_pixels),
        single_(kernels.elements_per_word == 1) {}

  PixelWords Part(int64_t part) const {
    PixelWords words = *this;
    words.tensor_.data = tensor_.At(part * channels_);
    return words;
  }

  // The tensor if it consists of words already, else null.
  const Word* InPlace() const {
    return single_ && pixel_ == channels_ ? static_cast<const Word*>(tensor_.data) : nullptr;
  }

  // out[i * pitch + n] = the word of pixel first_pixel + i * step and channel first_channel + n.
  void Load(int64_t first_pixel, int64_t step, int64_t count, int64_t first_channel, int64_t channels, Word* out,
            int64_t pitch) const;

  // Brings what Load will read of `count` adjacent pixels into the cache.
  void TouchPixels(int64_t first_pixel, int64_t count, int64_t first_channel, int64_t channels) const;

 private:
  ConstTensor tensor_;
  InterleaveFunction interleave_;
  int64_t channels_;
  int64_t pixel_;  // elements from one pixel to the next
  int64_t pixels_;
  int64_t partner_;  // pixels from a word's first to its second
  bool single_;      // a word holds one number
};

}  // namespace resnet
