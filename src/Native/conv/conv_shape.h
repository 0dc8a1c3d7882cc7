// The sizes of a convolution, checked and in 64 bits; and the terms that all of conv/ uses.
//
//   output of one image                    weights as a matrix
//   +--------------------------+           [taps * input channels] x [output channels]
//   | band 0: rows 0 .. 3      |           +---------+---------+------+
//   +--------------------------+           |         |         |      |
//   | band 1: rows 4 .. 7      |           | panel 0 | panel 1 |  2   |
//   |  +----+                  |           |         |         |      |
//   |  |tile|  pixels x columns|           +---------+---------+------+
//   +--------------------------+            one tile wide each, packed one after the other
//
// - A tap is one position of the kernel, or, in a RowConvolution, one row of it.
// - A group is one of the `groups` independent convolutions of a grouped convolution.
// - A word is the 32-bit unit of the micro-kernels (kernels/gemm/gemm.h): one fp32, two bfloat16 or four int8.
// - A tile (register tile) is the part of an output matrix that one call of a micro-kernel computes: a few rows by
//   at most kGemmMaxVectors vectors of columns.
// - A panel is the packed slice of the right-hand matrix that is one tile wide, over the whole reduction.
// - A band is a range of consecutive output rows (or of pixels, if there is one long row) that is processed at a
//   time, so that its operands stay in the cache.
// - A block is a set of Winograd tiles that pass through the transforms together, for the same reason. Winograd
//   tiles are squares of output pixels (kernels/winograd/winograd.h), not register tiles.
// - A chunk is one of the nearly equal ranges that a Split cuts an axis into. A task, the unit of work of a thread,
//   computes one chunk of each axis.
// - Partial sums are what one chunk of a reduction adds up to. They are summed in a fixed order.
// - A schedule decides the sizes and numbers of all of these. It depends on shapes, types and the instruction set,
//   never on the number of threads, so that results do not either.
#pragma once

#include <cstdint>

#include "base/element_type.h"

namespace resnet {

struct ConvShape {
  int64_t n, h, w, c;
  int64_t k;
  int64_t kernel_h, kernel_w;
  int64_t stride_h, stride_w;
  int64_t pad_h, pad_w;
  int64_t out_h, out_w;
  ElementType type;    // of the activations and their gradients
  int64_t groups = 1;  // an output channel depends on the input channels of its own group only

  // Channels of one group.
  int64_t GroupC() const { return c / groups; }
  int64_t GroupK() const { return k / groups; }

  int64_t InputElements() const { return n * h * w * c; }
  int64_t OutputElements() const { return n * out_h * out_w * k; }
  int64_t WeightElements() const { return kernel_h * kernel_w * GroupC() * k; }
};

}  // namespace resnet
