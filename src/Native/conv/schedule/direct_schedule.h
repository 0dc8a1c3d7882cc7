// How a direct convolution, forward or backward to the data, is cut into tasks. Terms: conv/conv_shape.h.
#pragma once

#include <cstdint>

#include "base/element_type.h"
#include "base/split.h"
#include "conv/schedule/panel_prefetch.h"
#include "conv/schedule/row_convolution.h"
#include "conv/schedule/source_layout.h"
#include "conv/schedule/tiling.h"
#include "kernels/gemm/gemm.h"

namespace resnet {

// The chunk of each axis that a task computes.
struct DirectTask {
  int64_t images, band, groups, panels;
};

struct DirectSchedule {
  Tiling tiling;
  SourceLayout source;
  Split images;          // of one image each, unless the source is copied by im2row
  Split bands;           // of the output's rows, or of a flat row's pixels
  Split groups;          // of a grouped convolution
  Split panels;          // of the weights
  int64_t rows_per_tap;  // rows of the source's copy from one tap to the next
  PanelPrefetch prefetch;

  int64_t Tasks() const { return images.count * bands.count * groups.count * panels.count; }
  DirectTask Task(int64_t index) const {
    return {index / panels.count / groups.count / bands.count, index / panels.count / groups.count % bands.count,
            index / panels.count % groups.count, index % panels.count};
  }
};

DirectSchedule ScheduleDirect(const GemmKernels& kernels, const RowConvolution& conv, ElementType source,
                              ElementType output);

// Rows of an image's im2row copy for a band of that many output rows. In it, all taps of an output row are equally
// far from those of the next. With stride 1 the taps of neighboring output rows share rows of the copy; otherwise
// each tap has rows of its own, one for each output row.
int64_t Im2RowRows(const RowConvolution& conv, int64_t band_rows);

}  // namespace resnet
