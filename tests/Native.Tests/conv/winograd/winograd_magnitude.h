// The magnitude to which the rounding errors of Winograd's algorithm are relative: its result if every number,
// including the entries of the matrices, is replaced by its absolute value.
#pragma once

#include <functional>
#include <vector>

#include "conv/conv_reference.h"
#include "kernels/winograd/winograd_matrices.h"

namespace resnet {

// The element of an image, or 0 outside it.
struct Images {
  std::vector<float> data;
  int64_t h, w, c;

  Matrix Absolute(int64_t n, int64_t y, int64_t x, size_t size, int64_t channel) const {
    Matrix window = Zeros(size, size);
    for (int64_t i = 0; i < static_cast<int64_t>(size); ++i)
      for (int64_t j = 0; j < static_cast<int64_t>(size); ++j)
        if (y + i >= 0 && y + i < h && x + j >= 0 && x + j < w)
          window[static_cast<size_t>(i)][static_cast<size_t>(j)] =
              std::fabs(data[static_cast<size_t>(((n * h + y + i) * w + x + j) * c + channel)]);
    return window;
  }
};

inline void AddProducts(const Matrix& a, const Matrix& b, Matrix* sum) {
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t j = 0; j < a.size(); ++j) (*sum)[i][j] += a[i][j] * b[i][j];
}

// For a convolution of `source` with kernels weight(tap, channel, out channel) in tiles of tile x tile outputs.
// `out` has h x w pixels.
inline std::vector<double> WinogradMagnitude(int tile_size, int64_t n, const Images& source, int64_t h, int64_t w,
                                             int64_t k, int64_t pad_h, int64_t pad_w,
                                             const std::function<double(size_t, int64_t, int64_t)>& weight) {
  const WinogradMatrices matrices = WinogradMatrices::OfTiles(tile_size);
  const size_t window_size = matrices.input.size();
  const Matrix input = Absolute(matrices.input), kernel = Absolute(matrices.kernel),
               output = Absolute(matrices.output);
  std::vector<Matrix> kernels;
  for (int64_t channel = 0; channel < source.c; ++channel) {
    for (int64_t oc = 0; oc < k; ++oc) {
      Matrix g = Zeros(3, 3);
      for (size_t tap = 0; tap < 9; ++tap) g[tap / 3][tap % 3] = std::fabs(weight(tap, channel, oc));
      kernels.push_back(Sandwich(kernel, g));
    }
  }
  std::vector<double> magnitude(static_cast<size_t>(n * h * w * k));
  for (int64_t image = 0; image < n; ++image) {
    for (int64_t y = 0; y < h; y += tile_size) {
      for (int64_t x = 0; x < w; x += tile_size) {
        std::vector<Matrix> products(static_cast<size_t>(k), Zeros(window_size, window_size));
        for (int64_t channel = 0; channel < source.c; ++channel) {
          const Matrix window = Sandwich(input, source.Absolute(image, y - pad_h, x - pad_w, window_size, channel));
          for (int64_t oc = 0; oc < k; ++oc) {
            AddProducts(window, kernels[static_cast<size_t>(channel * k + oc)], &products[static_cast<size_t>(oc)]);
          }
        }
        for (int64_t oc = 0; oc < k; ++oc) {
          const Matrix tile = Sandwich(output, products[static_cast<size_t>(oc)]);
          for (int64_t i = 0; i < tile_size && y + i < h; ++i)
            for (int64_t j = 0; j < tile_size && x + j < w; ++j)
              magnitude[static_cast<size_t>(((image * h + y + i) * w + x + j) * k + oc)] =
                  tile[static_cast<size_t>(i)][static_cast<size_t>(j)];
        }
      }
    }
  }
  return magnitude;
}

// For the gradient of the weights.
inline std::vector<double> WinogradWeightsMagnitude(const rn_conv2d_shape& s, const std::vector<float>& x,
                                                    const std::vector<float>& dy) {
  constexpr int kTile = 4, kTileWindow = 6;
  const WinogradMatrices matrices = WinogradMatrices::OfTiles(kTile);
  const Matrix input = Absolute(matrices.input), kernel = Transpose(Absolute(matrices.kernel)),
               gradient = Transpose(Absolute(matrices.output));
  const Images source{x, s.h, s.w, s.c}, out{dy, OutH(s), OutW(s), s.k};
  std::vector<Matrix> sums(static_cast<size_t>(s.c * s.k), Zeros(kTileWindow, kTileWindow));
  for (int64_t image = 0; image < s.n; ++image) {
    for (int64_t top = 0; top < out.h; top += kTile) {
      for (int64_t left = 0; left < out.w; left += kTile) {
        std::vector<Matrix> tiles;
        for (int64_t oc = 0; oc < s.k; ++oc)
          tiles.push_back(Sandwich(gradient, out.Absolute(image, top, left, kTile, oc)));
        for (int64_t ic = 0; ic < s.c; ++ic) {
          const Matrix window =
              Sandwich(input, source.Absolute(image, top - s.pad_h, left - s.pad_w, kTileWindow, ic));
          for (int64_t oc = 0; oc < s.k; ++oc)
            AddProducts(window, tiles[static_cast<size_t>(oc)], &sums[static_cast<size_t>(ic * s.k + oc)]);
        }
      }
    }
  }
  std::vector<double> magnitude(static_cast<size_t>(WeightsSize(s)));
  for (int64_t i = 0; i < s.c * s.k; ++i) {
    const Matrix taps = Sandwich(kernel, sums[static_cast<size_t>(i)]);
    for (int64_t tap = 0; tap < 9; ++tap)
      magnitude[static_cast<size_t>(tap * s.c * s.k + i)] =
          taps[static_cast<size_t>(tap / 3)][static_cast<size_t>(tap % 3)];
  }
  return magnitude;
}

}  // namespace resnet
