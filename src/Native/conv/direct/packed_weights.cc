#include "conv/direct/packed_weights.h"

#include <algorithm>

#include "base/scratch.h"
#include "base/split.h"
#include "conv/schedule/tiling.h"

namespace resnet {
namespace {

// One tap's weights for one panel: an array [channels][columns] of the caller's tensor.
struct TapWeights {
  const float* data;
  int64_t channel_step, column_step;  // one of them is 1
  int64_t channels, columns;
};

// out[word][0 .. width), from columns that are adjacent in memory.
void PackRows(const GemmKernels& kernels, const TapWeights& tap, int64_t width, Word* out) {
  const int64_t per_word = kernels.elements_per_word;
  const int64_t whole = tap.channels / per_word;
  const InterleaveFunction interleave = kernels.from_float32.interleave;
  interleave(tap.data, tap.data + tap.channel_step, per_word * tap.channel_step, whole, tap.columns, out, width);
  if (whole * per_word < tap.channels) {
    const float* last = tap.data + whole * per_word * tap.channel_step;
    interleave(last, nullptr, 0, 1, tap.columns, out + whole * width, width);
  }
  for (int64_t word = 0; tap.columns < width && word < DivideUp(tap.channels, per_word); ++word) {
    std::fill(out + word * width + tap.columns, out + (word + 1) * width, 0.0f);
  }
}

// The same from channels that are adjacent in memory: words are transposed.
void PackTransposed(const GemmKernels& kernels, const TapWeights& tap, int64_t width, Word* out) {
  const int64_t words = DivideUp(tap.channels, kernels.elements_per_word);
  const Word* in = tap.data;
  int64_t in_stride = tap.column_step;
  const bool converts = kernels.elements_per_word > 1;
  const Scratch converted(converts ? static_cast<size_t>(tap.columns * words) : 0);
  if (converts) {
    kernels.from_float32.pack(tap.data, tap.column_step, tap.columns, tap.channels, converted.data(), words);
    in = converted.data();
    in_stride = words;
  }
  // A strip of words at a time, so that cache lines are read whole.
  constexpr int64_t kStrip = 16;
  for (int64_t strip = 0; strip < words; strip += kStrip) {
    const int64_t strip_words = std::min(kStrip, words - strip);
    for (int64_t column = 0; column < width; ++column) {
      const Word* from = in + column * in_stride + strip;
      Word* to = out + strip * width + column;
      for (int64_t word = 0; word < strip_words; ++word)
        to[word * width] = column < tap.columns ? from[word] : 0.0f;
    }
  }
}

void Pack(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape, const RowConvolution& conv,
          const float* weights, Word* packed) {
  const Tiling tiling = ChooseTiling(kernels, conv);
  const int64_t taps = conv.taps_h * conv.taps_w;
  const int64_t group_length = PackedGroupLength(kernels, conv);
  pool.ParallelFor(conv.groups * tiling.panels.count * taps, [&](int64_t task) {
    const int64_t group = task / taps / tiling.panels.count;
    const int64_t panel = task / taps % tiling.panels.count;
    const int64_t t = task % taps / conv.taps_w;
    const int64_t u = task % conv.taps_w;
    const int64_t kernel_row = conv.first_tap_h + t * conv.tap_step_h;
    const int64_t kernel_col = conv.first_tap_w + u * conv.tap_step_w;
    const float* tap =
        weights + (kernel_row * shape.kernel_w + kernel_col) * shape.GroupC() * shape.k + group * shape.GroupK();
    TapWeights from;
    from.channel_step = conv.transposed ? 1 : shape.k;
    from.column_step = conv.transposed ? shape.k : 1;
    from.data = tap + tiling.FirstColumn(panel) * from.column_step;
    from.channels = conv.channels;
    from.columns = tiling.ColumnsIn(panel);
    const int64_t width = tiling.Width(panel);
    Word* out = packed + group * group_length + tiling.FirstColumn(panel) * conv.WeightRows() +
                (t * conv.taps_w + u) * conv.words * width;
    (conv.transposed ? PackTransposed : PackRows)(kernels, from, width, out);
  });
}

}  // namespace

int64_t PackedGroupLength(const GemmKernels& kernels, const RowConvolution& conv) {
  return conv.WeightRows() * DivideUp(conv.out_channels, kernels.vector_length) * kernels.vector_length;
}

int64_t PackedLength(const GemmKernels& kernels, const RowConvolution& conv) {
  return conv.groups * PackedGroupLength(kernels, conv);
}

int64_t PackedLength(const GemmKernels& kernels, const std::vector<RowConvolution>& convs) {
  int64_t length = 0;
  for (const RowConvolution& conv : convs) length += PackedLength(kernels, conv);
  return length;
}

void PackWeights(ThreadPool& pool, const GemmKernels& kernels, const ConvShape& shape,
                 const std::vector<RowConvolution>& convs, const float* weights, Word* packed) {
  for (const RowConvolution& conv : convs) {
    Pack(pool, kernels, shape, conv, weights, packed);
    packed += PackedLength(kernels, conv);
  }
}

}  // namespace resnet
