// A tensor [pixels][channels] as the words of a reduction over pixels. A word of two numbers combines two pixels
// half a batch apart, whose products belong to the same sum for every kernel tap. If the batch is odd, the last
// pixels have no partner.
#pragma once

#include "base/prefetch.h"
#include "base/tensor.h"
#include "conv/conv_shape.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// The shape of the convolution on words: half the batch. For a pointwise convolution, where images do not matter,
// it is one row of half the pixels.
ConvShape InWords(const GemmKernels& kernels, const ConvShape& shape);

class PixelWords {
 public:
  // channels: of one group; pixels: of the tensor; word_pixels: of the tensor in words, after InWords.
  PixelWords(const GemmKernels& kernels, ConstTensor tensor, int64_t groups, int64_t channels, int64_t pixels,
             int64_t word_pixels)
      : tensor_(tensor),
        interleave_(kernels.From(tensor.type).interleave),
        channels_(channels),
        pixel_(groups * channels),
        pixels_(pixels),
        partner_(word_pixels),
        single_(kernels.elements_per_word == 1) {}

  PixelWords Group(int64_t group) const {
    PixelWords words = *this;
    words.tensor_.data = tensor_.At(group * channels_);
    return words;
  }

  // The tensor itself if it consists of words, else null.
  const Word* InPlace() const {
    return single_ && pixel_ == channels_ ? static_cast<const Word*>(tensor_.data) : nullptr;
  }

  // out[i * pitch + n] = the word of pixel first_pixel + i * step and channel first_channel + n.
  void Load(int64_t first_pixel, int64_t step, int64_t count, int64_t first_channel, int64_t channels, Word* out,
            int64_t pitch) const;

  // Brings the memory into the cache that Load will read for `count` adjacent pixels.
  void TouchPixels(int64_t first_pixel, int64_t count, int64_t first_channel, int64_t channels) const;

 private:
  ConstTensor tensor_;
  InterleaveFunction interleave_;
  int64_t channels_;
  int64_t pixel_;  // elements from one pixel to the next
  int64_t pixels_;
  int64_t partner_;  // distance in pixels between the two of a word
  bool single_;      // a word holds one number
};

}  // namespace resnet
