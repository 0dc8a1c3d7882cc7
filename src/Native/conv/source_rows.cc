#include "conv/source_rows.h"

#include <algorithm>
#include <cstring>

#include "conv/tiling.h"

namespace resnet {

namespace {

Word Zeros(Quantization bytes) {
  const uint32_t bits = static_cast<uint32_t>(bytes.zero) * 0x01010101u;
  Word word;
  std::memcpy(&word, &bits, sizeof(word));
  return word;
}

}  // namespace

SourceLoader::SourceLoader(const GemmKernels& kernels, const RowConvolution& conv, ConstTensor source,
                           Quantization bytes)
    : source_(source),
      pack_(kernels.From(source.type).pack),
      quantize_(source.type == ElementType::kFloat32 ? kernels.quantize : nullptr),
      bytes_(bytes),
      padding_(Zeros(bytes)),
      source_h_(conv.source_h),
      source_w_(conv.source_w),
      pixel_(conv.SourcePixel()),
      channels_(conv.channels),
      words_(conv.words),
      first_col_(conv.first_col),
      width_((conv.out_w - 1) * conv.stride_w + conv.taps_w),
      whole_words_(conv.channels % kernels.elements_per_word == 0) {
  out_w_ = conv.out_w;
  joins_ = JoinsRows(kernels, conv);
  copies_ = joins_ || conv.parts > 1 || source.type != kernels.type || !whole_words_ || first_col_ < 0 ||
            first_col_ + width_ > source_w_;
  step_ = conv.stride_w * words_;
  pixel_stride_ = joins_ ? conv.RunLength() : words_;
  row_stride_ = joins_ ? out_w_ * pixel_stride_ : (copies_ ? width_ : source_w_) * words_;
  single_row_ = joins_ ? width_ * words_ : 0;
}

SourceRows SourceLoader::Rows(int64_t image, int64_t first, const Word* scratch) const {
  const auto* in_place = static_cast<const Word*>(source_.At(Element(image, first, first_col_)));
  return {copies_ ? scratch + single_row_ : in_place, first, row_stride_, pixel_stride_};
}

void SourceLoader::LoadTo(int64_t place, int64_t part, int64_t image, int64_t row, Word* scratch) const {
  if (!copies_) return;
  Word* out = scratch + single_row_ + place * row_stride_;
  if (!joins_) return LoadRow(part, image, row, out);
  if (row < 0 || row >= source_h_) {
    std::fill_n(out, row_stride_, padding_);
  } else {
    LoadRow(part, image, row, scratch);
    Spread(scratch, out);
  }
}

void SourceLoader::Spread(const Word* row, Word* out) const {
  for (int64_t x = 0; x < out_w_; ++x, row += step_, out += pixel_stride_) std::copy_n(row, pixel_stride_, out);
}

void SourceLoader::LoadRow(int64_t part, int64_t image, int64_t row, Word* out) const {
  // Columns begin .. end-1 of the copy lie inside the image.
  const int64_t begin = std::clamp<int64_t>(-first_col_, 0, width_);
  const int64_t end = std::clamp<int64_t>(source_w_ - first_col_, begin, width_);
  std::fill_n(out, begin * words_, padding_);
  if (begin < end) {
    const void* in = source_.At(Element(image, row, first_col_ + begin) + part * channels_);
    if (quantize_ != nullptr) {
      const auto* numbers = static_cast<const float*>(in);
      const int64_t at_once = pixel_ == channels_ ? end - begin : 1;
      for (int64_t col = begin; col < end; col += at_once, numbers += at_once * pixel_)
        quantize_(numbers, at_once, channels_, bytes_, out + col * words_, words_);
    } else if (whole_words_ && pixel_ == channels_) {
      pack_(in, 0, 1, (end - begin) * channels_, out + begin * words_, 0);
    } else {
      pack_(in, pixel_, end - begin, channels_, out + begin * words_, words_);
    }
  }
  std::fill_n(out + end * words_, (width_ - end) * words_, padding_);
}

}  // namespace resnet
