// The chunks in which a [rows][channels] tensor is reduced over its rows.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/chunks.h"
#include "batchnorm/batchnorm.h"
#include "kernels/vector/period.h"

namespace resnet {

struct RowChunks {
  explicit RowChunks(BatchNormShape shape)
      : period(PeriodOf(shape.channels)),
        // Whole periods, and enough rows for a chunk's sums to be small compared with its elements.
        rows(RoundUp(std::max<int64_t>(kChunkElements / shape.channels, 64), period / shape.channels)),
        count(ChunkCount(shape.rows, rows)) {}

  int64_t period;
  int64_t rows;   // of each chunk but the last
  int64_t count;  // of chunks

 private:
  static int64_t RoundUp(int64_t value, int64_t unit) { return (value + unit - 1) / unit * unit; }
};

}  // namespace resnet
