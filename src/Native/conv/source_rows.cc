#include "conv/source_rows.h"

#include <algorithm>
#include <cstring>

namespace resnet {

SourceLoader::SourceLoader(const RowConvolution& conv)
    : source_w_(conv.source_w),
      channels_(conv.channels),
      first_col_(conv.first_col),
      width_((conv.out_w - 1) * conv.stride_w + conv.taps_w) {
  copies_ = first_col_ < 0 || first_col_ + width_ > source_w_;
  row_stride_ = (copies_ ? width_ : source_w_) * channels_;
}

SourceRows SourceLoader::Rows(const float* image, int64_t first, const float* scratch) const {
  const float* data = copies_ ? scratch : image + first * row_stride_ + first_col_ * channels_;
  return {data, first, row_stride_, channels_};
}

void SourceLoader::Load(const float* image, int64_t row, int64_t first, float* scratch) const {
  if (!copies_) return;
  // Columns begin .. end-1 of the copy lie inside the image.
  const int64_t begin = std::clamp<int64_t>(-first_col_, 0, width_);
  const int64_t end = std::clamp<int64_t>(source_w_ - first_col_, begin, width_);
  float* out = scratch + (row - first) * row_stride_;
  std::fill_n(out, begin * channels_, 0.0f);
  if (begin < end) {
    std::memcpy(out + begin * channels_, image + (row * source_w_ + first_col_ + begin) * channels_,
                static_cast<size_t>((end - begin) * channels_) * sizeof(float));
  }
  std::fill_n(out + end * channels_, (width_ - end) * channels_, 0.0f);
}

}  // namespace resnet
