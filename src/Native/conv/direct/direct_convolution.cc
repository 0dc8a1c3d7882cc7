#include "conv/direct/direct_convolution.h"

#include <algorithm>

#include "base/prefetch.h"
#include "base/scratch.h"
#include "conv/direct/packed_weights.h"
#include "conv/direct/source_rows.h"
#include "conv/schedule/direct_schedule.h"

namespace resnet {
namespace {

ElementType OutputType(const GemmKernels& kernels, const Epilogue& epilogue) {
  return epilogue.requantization != nullptr ? epilogue.requantization->output_type : kernels.type;
}

ElementType ResidualType(const GemmKernels& kernels, const Epilogue& epilogue) {
  return epilogue.requantization != nullptr ? epilogue.requantization->residual_type : kernels.type;
}

Quantization InputQuantization(const Epilogue& epilogue) {
  return epilogue.requantization != nullptr ? epilogue.requantization->input : Quantization{};
}

// One convolution with its operands and its schedule.
class DirectConvolution {
 public:
  DirectConvolution(const GemmKernels& kernels, const RowConvolution& conv, ConstTensor source, const Word* packed,
                    const Epilogue& epilogue, void* out)
      : kernels_(kernels),
        conv_(conv),
        schedule_(ScheduleDirect(kernels, conv, source.type, OutputType(kernels, epilogue))),
        tiling_(schedule_.tiling),
        im2row_(schedule_.source.im2row),
        loader_(kernels, conv, schedule_.source, source, InputQuantization(epilogue)),
        source_(source),
        packed_(packed),
        epilogue_(epilogue),
        group_length_(PackedGroupLength(kernels, conv)),
        out_{out, OutputType(kernels, epilogue)},
        residual_{epilogue.residual, ResidualType(kernels, epilogue)} {
    for (int64_t vectors = 1; vectors <= kGemmMaxVectors; ++vectors) {
      const int64_t tap_words = conv.RunLength() * vectors * kernels.vector_length;
      for (int64_t t = 0; t < conv.taps_h; ++t) {
        taps_[vectors - 1].push_back({t * schedule_.rows_per_tap * schedule_.source.row_stride, t * tap_words});
      }
    }
  }

  int64_t Tasks() const { return schedule_.Tasks(); }

  void Run(int64_t index) const {
    const DirectTask task = schedule_.Task(index);
    const int64_t image = schedule_.images.Begin(task.images), images = schedule_.images.End(task.images) - image;
    const int64_t begin = schedule_.bands.Begin(task.band), end = schedule_.bands.End(task.band);
    for (int64_t group = schedule_.groups.Begin(task.groups); group < schedule_.groups.End(task.groups); ++group) {
      if (conv_.flat) {
        RunBand(group, task.panels, {image, 0, 1, begin, end});
      } else if (im2row_) {
        RunIm2RowBand(group, task.panels, images, {image, begin, end, 0, conv_.out_w});
      } else {
        RunBand(group, task.panels, {image, begin, end, 0, conv_.out_w});
      }
    }
  }

 private:
  // A band of one image's output.
  struct Band {
    int64_t image;
    int64_t y_begin, y_end;
    int64_t x_begin, x_end;
  };

  // The panel that the tiles of the current one prefetch, or null, and the number of tiles that have done so.
  struct PrefetchState {
    const Word* panel;
    int64_t tiles;
  };
  PrefetchState PrefetchAfter(int64_t group, int64_t panel) const {
    const bool prefetches = schedule_.prefetch.enabled() && panel + 1 < tiling_.panels.count;
    return {prefetches ? Panel(group, panel + 1) : nullptr, 0};
  }

  int64_t SourceRow(int64_t y) const { return y * conv_.stride_h + conv_.first_row; }

  const Word* Panel(int64_t group, int64_t panel) const {
    return packed_ + group * group_length_ + tiling_.FirstColumn(panel) * conv_.WeightRows();
  }

  void RunBand(int64_t group, int64_t panels, const Band& band) const {
    const int64_t first = std::clamp<int64_t>(SourceRow(band.y_begin), 0, conv_.source_h);
    const int64_t last = std::clamp<int64_t>(SourceRow(band.y_end - 1) + conv_.taps_h, first, conv_.source_h);
    const Scratch scratch(static_cast<size_t>(schedule_.source.ScratchFor(last - first)));
    const SourceRows rows = loader_.Rows(band.image, first, scratch.data());
    int64_t loaded = first;
    const int64_t first_panel = schedule_.panels.Begin(panels);
    for (int64_t panel = first_panel; panel < schedule_.panels.End(panels); ++panel) {
      PrefetchState prefetch = PrefetchAfter(group, panel);
      for (int64_t y = band.y_begin; y < band.y_end; ++y) {
        const int64_t needed = std::clamp<int64_t>(SourceRow(y) + conv_.taps_h, loaded, last);
        for (; loaded < needed; ++loaded) {
          loader_.Load(loaded - first, group, band.image, loaded, scratch.data());
        }
        if (group == 0 && panel == first_panel) PrefetchRows(band.image, loaded + 2 * conv_.stride_h);
        RunRow(rows, group, panel, band, y, &prefetch);
      }
    }
  }

  // Prefetches the source rows of a later output row, of this band or of the next, which follows in memory. Long
  // rows are left to the hardware, which is fast enough for them; prefetching many lines at once would stall.
  void PrefetchRows(int64_t image, int64_t row) const {
    constexpr int64_t kMostBytes = 4096;
    const int64_t row_bytes = conv_.source_w * conv_.SourcePixel() * SizeOf(source_.type);
    const int64_t bytes = conv_.stride_h * row_bytes;
    if (bytes <= kMostBytes) Prefetch(source_.data, (image * conv_.source_h + row) * row_bytes, bytes);
  }

  // Computes the band of several images panel by panel, so that each panel is read once for all. The pixels of an
  // image's band are one long row.
  void RunIm2RowBand(int64_t group, int64_t panels, int64_t images, const Band& band) const {
    const int64_t first = SourceRow(band.y_begin);
    const int64_t length = schedule_.source.ScratchFor(Im2RowRows(conv_, schedule_.bands.Largest()));
    const Scratch scratch(static_cast<size_t>(images * length));
    for (int64_t i = 0; i < images; ++i) {
      LoadIm2Row(group, band.image + i, first, band.y_end - band.y_begin, scratch.data() + i * length);
    }
    const int64_t pixels = (band.y_end - band.y_begin) * conv_.out_w;
    for (int64_t panel = schedule_.panels.Begin(panels); panel < schedule_.panels.End(panels); ++panel) {
      PrefetchState prefetch = PrefetchAfter(group, panel);
      for (int64_t i = 0; i < images; ++i) {
        const int64_t image = band.image + i;
        const SourceRows rows = loader_.Rows(image, first, scratch.data() + i * length);
        const Band row{image, band.y_begin, band.y_begin + 1, 0, pixels};
        RunRow(rows, group, panel, row, band.y_begin, &prefetch);
      }
    }
  }

  void LoadIm2Row(int64_t group, int64_t image, int64_t first, int64_t band_rows, Word* scratch) const {
    if (conv_.stride_h == 1) {
      const int64_t rows = Im2RowRows(conv_, band_rows);
      for (int64_t i = 0; i < rows; ++i) loader_.Load(i, group, image, first + i, scratch);
      return;
    }
    for (int64_t t = 0; t < conv_.taps_h; ++t) {
      for (int64_t y = 0; y < band_rows; ++y) {
        loader_.Load(t * schedule_.rows_per_tap + y, group, image, first + y * conv_.stride_h + t, scratch);
      }
    }
  }

  // Taps t_begin .. t_end-1 are computed for an output row.
  void RunRow(const SourceRows& rows, int64_t group, int64_t panel, const Band& band, int64_t y,
              PrefetchState* prefetch) const {
    // Rows outside the image exist in an im2row copy only; otherwise their taps are skipped.
    const int64_t t_begin = im2row_ ? 0 : std::clamp<int64_t>(-SourceRow(y), 0, conv_.taps_h);
    const int64_t t_end =
        im2row_ ? conv_.taps_h : std::clamp<int64_t>(conv_.source_h - SourceRow(y), t_begin, conv_.taps_h);
    const int64_t vectors = tiling_.Vectors(panel);
    const int64_t out_column = group * conv_.out_channels + tiling_.FirstColumn(panel);

    GemmTile tile;
    tile.b = Panel(group, panel) + t_begin * conv_.RunLength() * tiling_.Width(panel);
    tile.bias = epilogue_.bias != nullptr ? epilogue_.bias + out_column : nullptr;
    tile.taps = taps_[vectors - 1].data();
    tile.tap_count = t_end - t_begin;
    tile.depth = conv_.RunLength();
    tile.a_stride = im2row_ ? rows.pixel_stride : conv_.stride_w * rows.pixel_stride;
    tile.c_stride = conv_.out_pixel_stride;
    tile.columns = tiling_.ColumnsIn(panel);
    tile.accumulate = epilogue_.accumulate;
    tile.relu = epilogue_.relu;

    int32_t offset[kGemmMaxVectors * kGemmMaxVectorLength];
    if (epilogue_.requantization != nullptr) SetRequantization(group, panel, t_begin, t_end, offset, &tile);

    const Word* source_row = tile.tap_count > 0 ? rows.Row(SourceRow(y) + t_begin) : nullptr;
    const Split tiles = Split::IntoAtMost(band.x_end - band.x_begin, tiling_.max_rows);
    const int64_t out_row = band.image * conv_.out_image_stride + y * conv_.out_row_stride;
    for (int64_t i = 0; i < tiles.count; ++i) {
      const int64_t x = band.x_begin + tiles.Begin(i);
      const int64_t at = conv_.out_offset + out_row + x * conv_.out_pixel_stride + out_column;
      if (source_row != nullptr) tile.a = source_row + x * tile.a_stride;
      const int64_t tile_rows = tiles.End(i) - tiles.Begin(i);
      tile.c = out_.At(at);
      if (prefetch->panel != nullptr) schedule_.prefetch.Apply(prefetch->panel, prefetch->tiles++, &tile);
      if (epilogue_.residual != nullptr) tile.residual = residual_.At(at);
      kernels_.along_depth[vectors - 1][tile_rows - 1](tile);
    }
  }

  // sum of (q - zero) * weight = sum of q * weight - zero * (sum of the weights), over the taps that are computed.
  void SetRequantization(int64_t group, int64_t panel, int64_t t_begin, int64_t t_end, int32_t* offset,
                         GemmTile* tile) const {
    const Requantization& requantization = *epilogue_.requantization;
    const int64_t column = tiling_.FirstColumn(panel), row = tiling_.PaddedColumns();
    const int32_t* sums = requantization.weight_sums + group * (conv_.taps_h + 1) * row + column;
    const int32_t* before = sums + t_begin * row;
    const int32_t* all = sums + t_end * row;
    const auto zero = static_cast<int32_t>(requantization.input.zero);
    for (int64_t n = 0; n < tiling_.Width(panel); ++n) offset[n] = zero * (before[n] - all[n]);
    tile->offset = offset;
    tile->scale = requantization.scale + group * conv_.out_channels + column;
    tile->residual_scale = requantization.residual_scale;
    tile->inverse_c_scale = requantization.inverse_output_scale;
    tile->residual_type = residual_.type;
    tile->c_type = out_.type;
  }

  const GemmKernels& kernels_;
  const RowConvolution& conv_;
  const DirectSchedule schedule_;
  const Tiling tiling_;
  const bool im2row_;
  const SourceLoader loader_;
  const ConstTensor source_;
  const Word* const packed_;
  const Epilogue epilogue_;
  const int64_t group_length_;  // words of a group's packed weights
  const Tensor out_;
  const ConstTensor residual_;
  std::vector<GemmTap> taps_[kGemmMaxVectors];  // by the vectors of a panel
};

}  // namespace

void RunDirect(ThreadPool& pool, const GemmKernels& kernels, const std::vector<RowConvolution>& convs,
               ConstTensor source, const Word* packed, const Epilogue& epilogue, void* out) {
  for (const RowConvolution& conv : convs) {
    const DirectConvolution direct(kernels, conv, source, packed, epilogue, out);
    pool.ParallelFor(direct.Tasks(), [&](int64_t task) { direct.Run(task); });
    packed += PackedLength(kernels, conv);
  }
}

}  // namespace resnet
