// A batch of images cut into Winograd tiles of size x size outputs. Those at the right and bottom may be partial.
#pragma once

#include <algorithm>
#include <cstdint>

#include "base/prefetch.h"
#include "base/split.h"
#include "base/tensor.h"
#include "kernels/winograd/winograd.h"

namespace resnet {

// A dense NHWC tensor.
struct ImageBatch {
  ConstTensor tensor;
  int64_t h, w, channels;

  int64_t Pixel(int64_t image, int64_t y, int64_t x) const { return ((image * h + y) * w + x) * channels; }
};

struct TilePosition {
  int64_t image;
  int64_t y, x;  // of its first pixel
};

class TileGrid {
 public:
  TileGrid(int64_t n, int64_t h, int64_t w, int64_t size)
      : n_(n), rows_(DivideUp(h, size)), cols_(DivideUp(w, size)), size_(size) {}

  int64_t TilesOfImage() const { return rows_ * cols_; }
  int64_t Count() const { return n_ * rows_ * cols_; }
  TilePosition At(int64_t tile) const {
    return {tile / (rows_ * cols_), tile / cols_ % rows_ * size_, tile % cols_ * size_};
  }
  // Replaces `at` with the next tile.
  void Advance(TilePosition* at) const {
    at->x += size_;
    if (at->x < cols_ * size_) return;
    at->x = 0;
    at->y += size_;
    if (at->y < rows_ * size_) return;
    at->y = 0;
    ++at->image;
  }

 private:
  int64_t n_, rows_, cols_, size_;
};

// The size x size pixels of an image from pixel (y, x), some of which may lie outside the image.
inline WinogradWindow WindowAt(const ImageBatch& images, int64_t image, int64_t y, int64_t x, int64_t size,
                               const void* zeros) {
  const auto clip = [size](int64_t position) { return static_cast<int>(std::clamp<int64_t>(position, 0, size)); };
  WinogradWindow window;
  window.data = images.tensor.At(images.Pixel(image, y, x));
  window.row_stride = images.w * images.channels;
  window.pixel_stride = images.channels;
  window.row_begin = clip(-y);
  window.row_end = clip(images.h - y);
  window.col_begin = clip(-x);
  window.col_end = clip(images.w - x);
  window.zeros = zeros;
  return window;
}

// Tiles begin .. end-1.
struct TileRange {
  const TileGrid& grid;
  int64_t begin, end;
};

// Brings the windows of tiles into the cache by reading them in memory order. The hardware does not predict the
// order of the transforms, from tile to tile: tensors larger than the caches would be read at a third of the speed
// (measured; prefetch instructions did not help).
inline void TouchWindows(const ImageBatch& images, const TileRange& tiles, int64_t pad, int64_t size) {
  const int64_t element = SizeOf(images.tensor.type), per_image = tiles.grid.TilesOfImage();
  for (int64_t begin = tiles.begin, end; begin < tiles.end; begin = end) {
    end = std::min(tiles.end, (begin / per_image + 1) * per_image);
    const TilePosition first = tiles.grid.At(begin), last = tiles.grid.At(end - 1);
    const bool one_row = first.y == last.y;
    const int64_t x_begin = one_row ? std::max<int64_t>(0, first.x - pad) : 0;
    const int64_t x_end = one_row ? std::min(images.w, last.x - pad + size) : images.w;
    const int64_t y_end = std::min(images.h, last.y - pad + size);
    for (int64_t y = std::max<int64_t>(0, first.y - pad); y < y_end; ++y) {
      Touch(images.tensor.data, images.Pixel(first.image, y, x_begin) * element,
            (x_end - x_begin) * images.channels * element);
    }
  }
}

}  // namespace resnet
