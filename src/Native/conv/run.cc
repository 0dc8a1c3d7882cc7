#include "conv/run.h"

#include <algorithm>

#include "base/scratch.h"
#include "conv/next_panel.h"
#include "conv/prefetch.h"
#include "conv/source_rows.h"
#include "conv/tiling.h"
#include "conv/weights.h"

namespace resnet {
namespace {

// Source rows of a task, in words: a quarter of a typical second-level cache, the weights get the rest.
constexpr int64_t kTaskSource = 64 * 1024;
// The same where an image's are few and weights many.
constexpr int64_t kJoinedSource = 128 * 1024;
// Enough tasks for every core to end at about the same time.
constexpr int64_t kWantedTasks = 64;
// A source is loaded once more for every band's edge and every group: of few images, at least so many tasks.
constexpr int64_t kFewestTasks = 8;

// One convolution cut into tasks: (image, band of rows or of a flat row's pixels, group of its parts, group of
// column blocks).
class Runner {
 public:
  Runner(const GemmKernels& kernels, const RowConvolution& conv, ConstTensor source, const Word* packed,
         const Epilogue& epilogue, void* out)
      : kernels_(kernels),
        conv_(conv),
        tiling_(ChooseTiling(kernels, conv)),
        joins_(JoinsRows(kernels, conv)),
        loader_(kernels, conv, source, epilogue.bytes != nullptr ? epilogue.bytes->input : Quantization{}),
        source_(source),
        packed_(packed),
        epilogue_(epilogue),
        part_length_(PartLength(kernels, conv)),
        out_{out, epilogue.bytes != nullptr ? epilogue.bytes->output_type : kernels.type},
        residual_{epilogue.residual, epilogue.bytes != nullptr ? epilogue.bytes->residual_type : kernels.type} {
    if (conv.flat) {
      // Tiles of bytes store less than a cache line of each pixel: lines must stay in the cache until all column
      // blocks have come by.
      const int64_t out_words = out_.type == ElementType::kUint8 ? conv.out_channels / int64_t{sizeof(Word)} : 0;
      const int64_t pixels = std::max<int64_t>(kTaskSource / (conv.words + out_words), 4 * tiling_.max_rows);
      bands_ = Split::IntoAtMost(conv.out_w, pixels);
    } else {
      // All parts' rows, which share cache lines or lie beside each other: they stay in the cache from part to
      // part. Strides longer than the kernel pass over rows and, unless they are copied, over pixels.
      const bool in_place = loader_.ScratchFor(1) == 0;
      const int64_t rows_read = in_place ? std::min(conv.stride_h, conv.taps_h) : conv.stride_h;
      const int64_t row_read =
          in_place ? conv.out_w * std::min(conv.stride_w, conv.taps_w) * conv.words : loader_.RowStride();
      const int64_t row_words = std::max<int64_t>(1, conv.parts * rows_read * row_read);  // 0: a phase without taps
      const int64_t rows = kTaskSource / row_words;
      bands_ = Split::IntoAtMost(conv.out_h, std::clamp<int64_t>(rows, 1, conv.out_h));
    }
    images_ = {conv.n, conv.n};
    if (joins_) {
      const int64_t image = loader_.ScratchFor(JoinedRows());
      images_ =
          Split::IntoAtMost(conv.n, std::clamp<int64_t>(kJoinedSource / image, 1, DivideUp(conv.n, kFewestTasks)));
    }
    const int64_t least_band = conv.flat ? 4 * tiling_.max_rows : 4;
    const int64_t wanted = std::min(DivideUp(kFewestTasks, images_.parts * MostPartGroups() * MostGroups()),
                                    bands_.total / least_band);
    bands_.parts = std::max(bands_.parts, wanted);
    part_groups_ = {conv.parts,
                    std::clamp<int64_t>(kWantedTasks / (images_.parts * bands_.parts), 1, MostPartGroups())};
    const int64_t tasks = images_.parts * bands_.parts * part_groups_.parts;
    tap_rows_ = joins_ && conv.stride_h > 1 ? DivideUp(conv.out_h, bands_.parts) : 1;
    for (int64_t vectors = 1; vectors <= kGemmMaxVectors; ++vectors) {
      const int64_t panel = conv.RunLength() * vectors * kernels.vector_length;
      for (int64_t t = 0; t < conv.taps_h; ++t)
        taps_[vectors - 1].push_back({t * tap_rows_ * loader_.RowStride(), t * panel});
    }
    groups_ = {tiling_.blocks.parts, std::clamp<int64_t>(kWantedTasks / tasks, 1, MostGroups())};
    const int64_t band = DivideUp(bands_.total, bands_.parts);
    const int64_t row_pixels = conv.flat ? band : joins_ ? band * conv.out_w : conv.out_w;
    const int64_t rows = conv.flat ? 1 : joins_ ? DivideUp(conv.n, images_.parts) : band;
    const int64_t band_tiles = rows * DivideUp(row_pixels, tiling_.max_rows);
    next_ = {conv.WeightRows() * tiling_.PaddedColumns(), conv.WeightRows() * tiling_.Slice(0), band_tiles,
             conv.WeightRows()};
  }

  int64_t tasks() const { return images_.parts * bands_.parts * part_groups_.parts * groups_.parts; }

  void Run(int64_t task) const {
    const int64_t group = task % groups_.parts;
    const int64_t part_group = task / groups_.parts % part_groups_.parts;
    const int64_t band = task / groups_.parts / part_groups_.parts % bands_.parts;
    const int64_t images = task / groups_.parts / part_groups_.parts / bands_.parts;
    const int64_t image = images_.Begin(images), count = images_.End(images) - image;
    for (int64_t part = part_groups_.Begin(part_group); part < part_groups_.End(part_group); ++part) {
      if (conv_.flat) {
        RunBand(part, group, {image, 0, 1, bands_.Begin(band), bands_.End(band)});
      } else if (joins_) {
        RunJoinedBands(part, group, count, {image, bands_.Begin(band), bands_.End(band), 0, conv_.out_w});
      } else {
        RunBand(part, group, {image, bands_.Begin(band), bands_.End(band), 0, conv_.out_w});
      }
    }
  }

 private:
  // Of an image's output.
  struct Band {
    int64_t image;
    int64_t y_begin, y_end;
    int64_t x_begin, x_end;
  };

  // Two threads must not store parts of one cache line at the same time, as they would with a group of bytes each.
  int64_t MostGroups() const { return std::min(Lines(tiling_.columns), tiling_.blocks.parts); }
  int64_t MostPartGroups() const { return std::min(Lines(conv_.parts * tiling_.columns), conv_.parts); }
  int64_t Lines(int64_t columns) const {
    constexpr int64_t kLine = 64;
    return DivideUp(columns * SizeOf(out_.type), kLine);
  }

  int64_t SourceRow(int64_t y) const { return y * conv_.stride_h + conv_.first_row; }

  // Each image's as one row of all the band's pixels, column block by column block: weights are read once for all.
  void RunJoinedBands(int64_t part, int64_t group, int64_t images, const Band& band) const {
    const int64_t first = SourceRow(band.y_begin);
    const int64_t length = loader_.ScratchFor(JoinedRows());
    const Scratch scratch(static_cast<size_t>(images * length));
    for (int64_t i = 0; i < images; ++i) {
      Word* const rows = scratch.data() + i * length;
      LoadJoinedRows(part, band.image + i, first, band.y_end - band.y_begin, rows);
    }
    const int64_t pixels = (band.y_end - band.y_begin) * conv_.out_w;
    for (int64_t block = groups_.Begin(group); block < groups_.End(group); ++block) {
      Asking next = AskingAt(part, block);
      for (int64_t i = 0; i < images; ++i) {
        const int64_t image = band.image + i;
        const SourceRows rows = loader_.Rows(image, first, scratch.data() + i * length);
        RunRow(rows, part, block, {image, band.y_begin, band.y_begin + 1, 0, pixels}, band.y_begin, &next);
      }
    }
  }

  // An output row's source rows must lie as far from those of the next as in each other's, whatever the kernel's
  // tap. With a stride, each tap therefore has rows of its own, one for each output row.
  int64_t JoinedRows() const {
    const int64_t band = DivideUp(conv_.out_h, bands_.parts);
    return conv_.stride_h == 1 ? band + conv_.taps_h - 1 : band * conv_.taps_h;
  }
  void LoadJoinedRows(int64_t part, int64_t image, int64_t first, int64_t band, Word* rows) const {
    if (conv_.stride_h == 1) {
      for (int64_t i = 0; i < band + conv_.taps_h - 1; ++i) loader_.LoadTo(i, part, image, first + i, rows);
      return;
    }
    for (int64_t t = 0; t < conv_.taps_h; ++t) {
      for (int64_t y = 0; y < band; ++y) {
        loader_.LoadTo(t * tap_rows_ + y, part, image, first + y * conv_.stride_h + t, rows);
      }
    }
  }

  // The panel that a block's tiles ask for, or null, and the tiles that have.
  struct Asking {
    const Word* panel;
    int64_t tiles;
  };
  Asking AskingAt(int64_t part, int64_t block) const {
    return {next_.Asks() && block + 1 < tiling_.blocks.parts ? Panel(part, block + 1) : nullptr, 0};
  }

  void RunBand(int64_t part, int64_t group, const Band& band) const {
    const int64_t first = std::clamp<int64_t>(SourceRow(band.y_begin), 0, conv_.source_h);
    const int64_t last = std::clamp<int64_t>(SourceRow(band.y_end - 1) + conv_.taps_h, first, conv_.source_h);
    const Scratch scratch(static_cast<size_t>(loader_.ScratchFor(last - first)));
    const SourceRows rows = loader_.Rows(band.image, first, scratch.data());
    int64_t loaded = first;
    for (int64_t block = groups_.Begin(group); block < groups_.End(group); ++block) {
      Asking next = AskingAt(part, block);
      for (int64_t y = band.y_begin; y < band.y_end; ++y) {
        const int64_t needed = std::clamp<int64_t>(SourceRow(y) + conv_.taps_h, loaded, last);
        for (; loaded < needed; ++loaded) loader_.Load(part, band.image, loaded, first, scratch.data());
        if (part == 0 && block == groups_.Begin(group)) PrefetchRows(band.image, loaded + 2 * conv_.stride_h);
        RunRow(rows, part, block, band, y, &next);
      }
    }
  }

  // Asks for the source rows of a later output row: of this band or of the next, which follows in memory. Long rows
  // are left to the hardware, which is fast enough for them; asking for many lines at once would stall.
  void PrefetchRows(int64_t image, int64_t row) const {
    constexpr int64_t kMostBytes = 4096;
    const int64_t row_bytes = conv_.source_w * conv_.SourcePixel() * SizeOf(source_.type);
    const int64_t bytes = conv_.stride_h * row_bytes;
    if (bytes <= kMostBytes) Prefetch(source_.data, (image * conv_.source_h + row) * row_bytes, bytes);
  }

  // sum of (q - zero) * weight = sum of q * weight, less zero times the sum of the weights: of those taps that fall
  // on rows of the image.
  void Requantize(const Requantization& bytes, int64_t part, int64_t block, int64_t t_begin, int64_t t_end,
                  int32_t* offset, GemmTile* tile) const {
    const int64_t column = tiling_.FirstColumn(block);
    const int32_t* sums = bytes.weight_sums + part * (conv_.taps_h + 1) * tiling_.PaddedColumns() + column;
    const int32_t* before = sums + t_begin * tiling_.PaddedColumns();
    const int32_t* all = sums + t_end * tiling_.PaddedColumns();
    const auto zero = static_cast<int32_t>(bytes.input.zero);
    for (int64_t n = 0; n < tiling_.Slice(block); ++n) offset[n] = zero * (before[n] - all[n]);
    tile->offset = offset;
    tile->scale = bytes.scale + part * conv_.out_channels + column;
    tile->residual_scale = bytes.residual_scale;
    tile->inverse_c_scale = bytes.inverse_output_scale;
    tile->residual_type = residual_.type;
    tile->c_type = out_.type;
  }

  const Word* Panel(int64_t part, int64_t block) const {
    return packed_ + part * part_length_ + tiling_.FirstColumn(block) * conv_.WeightRows();
  }

  void RunRow(const SourceRows& rows, int64_t part, int64_t block, const Band& band, int64_t y,
              Asking* next) const {
    // The taps that fall on rows of the image; joined rows see those around it too.
    const int64_t t_begin = joins_ ? 0 : std::clamp<int64_t>(-SourceRow(y), 0, conv_.taps_h);
    const int64_t t_end =
        joins_ ? conv_.taps_h : std::clamp<int64_t>(conv_.source_h - SourceRow(y), t_begin, conv_.taps_h);
    const int64_t vectors = tiling_.Vectors(block);
    const int64_t column = tiling_.FirstColumn(block);
    const int64_t out_column = part * conv_.out_channels + column;

    GemmTile tile;
    tile.b = Panel(part, block) + t_begin * conv_.RunLength() * tiling_.Slice(block);
    tile.bias = epilogue_.bias != nullptr ? epilogue_.bias + out_column : nullptr;
    tile.taps = taps_[vectors - 1].data();
    tile.tap_count = t_end - t_begin;
    tile.depth = conv_.RunLength();
    tile.a_stride = joins_ ? rows.pixel_stride : conv_.stride_w * rows.pixel_stride;
    tile.c_stride = conv_.out_pixel_stride;
    tile.columns = tiling_.ColumnsIn(block);
    tile.accumulate = epilogue_.accumulate;
    tile.relu = epilogue_.relu;

    int32_t offset[kGemmMaxVectors * kGemmMaxVectorLength];
    if (epilogue_.bytes != nullptr) Requantize(*epilogue_.bytes, part, block, t_begin, t_end, offset, &tile);

    const Word* source_row = tile.tap_count > 0 ? rows.Row(SourceRow(y) + t_begin) : nullptr;
    const Split tiles = Split::IntoAtMost(band.x_end - band.x_begin, tiling_.max_rows);
    const int64_t out_row = band.image * conv_.out_image_stride + y * conv_.out_row_stride;
    for (int64_t i = 0; i < tiles.parts; ++i) {
      const int64_t x = band.x_begin + tiles.Begin(i);
      const int64_t at = conv_.out_offset + out_row + x * conv_.out_pixel_stride + out_column;
      if (source_row != nullptr) tile.a = source_row + x * tile.a_stride;
      const int64_t tile_rows = tiles.End(i) - tiles.Begin(i);
      tile.c = out_.At(at);
      if (next->panel != nullptr) next_.AskFor(next->panel, next->tiles++, &tile);
      if (epilogue_.residual != nullptr) tile.residual = residual_.At(at);
      kernels_.along_depth[vectors - 1][tile_rows - 1](tile);
    }
  }

  const GemmKernels& kernels_;
  const RowConvolution& conv_;
  const Tiling tiling_;
  const bool joins_;
  const SourceLoader loader_;
  const ConstTensor source_;
  const Word* const packed_;
  const Epilogue epilogue_;
  const int64_t part_length_;  // of the packed weights
  const Tensor out_;
  const ConstTensor residual_;
  Split images_;  // one by one, but for joined rows
  Split bands_;
  Split part_groups_;
  Split groups_;
  NextPanel next_;
  int64_t tap_rows_;                            // source rows from a tap's to the next's
  std::vector<GemmTap> taps_[kGemmMaxVectors];  // of a kernel's consecutive rows, by the block's vectors
};

}  // namespace

void RunConvolutions(ThreadPool& pool, const GemmKernels& kernels, const std::vector<RowConvolution>& convs,
                     ConstTensor source, const Word* packed, const Epilogue& epilogue, void* out) {
  for (const RowConvolution& conv : convs) {
    const Runner runner(kernels, conv, source, packed, epilogue, out);
    pool.ParallelFor(runner.tasks(), [&](int64_t task) { runner.Run(task); });
    packed += PackedLength(kernels, conv);
  }
}

}  // namespace resnet
