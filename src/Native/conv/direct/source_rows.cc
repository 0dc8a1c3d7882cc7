#include "conv/direct/source_rows.h"

#include <algorithm>
#include <cstring>

namespace resnet {
namespace {

// Zero as int8 kernels represent it; of other kernels the zero point is 0.
Word ZeroWord(Quantization input) {
  const uint32_t bits = static_cast<uint32_t>(input.zero) * 0x01010101u;
  Word word;
  std::memcpy(&word, &bits, sizeof(word));
  return word;
}

}  // namespace

SourceLoader::SourceLoader(const GemmKernels& kernels, const RowConvolution& conv, const SourceLayout& layout,
                           ConstTensor source, Quantization input)
    : conv_(conv),
      layout_(layout),
      source_(source),
      pack_(kernels.From(source.type).pack),
      quantize_(source.type == ElementType::kFloat32 ? kernels.quantize : nullptr),
      input_(input),
      padding_(ZeroWord(input)),
      whole_words_(conv.channels % kernels.elements_per_word == 0) {}

SourceRows SourceLoader::Rows(int64_t image, int64_t first, const Word* scratch) const {
  const auto* in_place = static_cast<const Word*>(source_.At(Element(image, first, conv_.first_col)));
  return {layout_.copies ? scratch + layout_.staging : in_place, first, layout_.row_stride, layout_.pixel_stride};
}

void SourceLoader::Load(int64_t index, int64_t group, int64_t image, int64_t row, Word* scratch) const {
  if (!layout_.copies) return;
  Word* out = scratch + layout_.staging + index * layout_.row_stride;
  if (!layout_.im2row) return LoadRow(group, image, row, out);
  if (row < 0 || row >= conv_.source_h) {
    std::fill_n(out, layout_.row_stride, padding_);
  } else {
    LoadRow(group, image, row, scratch);
    CopyWindows(scratch, out);
  }
}

void SourceLoader::CopyWindows(const Word* row, Word* out) const {
  const int64_t window = layout_.pixel_stride, step = conv_.stride_w * conv_.words;
  for (int64_t x = 0; x < conv_.out_w; ++x, row += step, out += window) std::copy_n(row, window, out);
}

void SourceLoader::LoadRow(int64_t group, int64_t image, int64_t row, Word* out) const {
  // Columns begin .. end-1 of the copy lie inside the image.
  const int64_t begin = std::clamp<int64_t>(-conv_.first_col, 0, layout_.width);
  const int64_t end = std::clamp<int64_t>(conv_.source_w - conv_.first_col, begin, layout_.width);
  const int64_t words = conv_.words, channels = conv_.channels, pixel = conv_.SourcePixel();
  std::fill_n(out, begin * words, padding_);
  if (begin < end) {
    const void* in = source_.At(Element(image, row, conv_.first_col + begin) + group * channels);
    if (quantize_ != nullptr) {
      const auto* numbers = static_cast<const float*>(in);
      const int64_t at_once = pixel == channels ? end - begin : 1;
      for (int64_t col = begin; col < end; col += at_once, numbers += at_once * pixel)
        quantize_(numbers, at_once, channels, input_, out + col * words, words);
    } else if (whole_words_ && pixel == channels) {
      pack_(in, 0, 1, (end - begin) * channels, out + begin * words, 0);
    } else {
      pack_(in, pixel, end - begin, channels, out + begin * words, words);
    }
  }
  std::fill_n(out + end * words, (layout_.width - end) * words, padding_);
}

}  // namespace resnet
