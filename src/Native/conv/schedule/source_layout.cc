#include "conv/schedule/source_layout.h"

#include "conv/schedule/tiling.h"

namespace resnet {

SourceLayout LayOutSource(const GemmKernels& kernels, const RowConvolution& conv, ElementType source) {
  SourceLayout layout{};
  layout.im2row = UsesIm2Row(kernels, conv);
  layout.width = (conv.out_w - 1) * conv.stride_w + conv.taps_w;
  const bool whole_words = conv.channels % kernels.elements_per_word == 0;
  const bool padded = conv.first_col < 0 || conv.first_col + layout.width > conv.source_w;
  layout.copies = layout.im2row || conv.groups > 1 || source != kernels.type || !whole_words || padded;
  layout.pixel_stride = layout.im2row ? conv.RunLength() : conv.words;
  layout.row_stride = layout.im2row ? conv.out_w * layout.pixel_stride
                                    : (layout.copies ? layout.width : conv.source_w) * conv.words;
  layout.staging = layout.im2row ? layout.width * conv.words : 0;
  return layout;
}

}  // namespace resnet
