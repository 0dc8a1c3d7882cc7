// The matrices of F(m x m, 3x3), derived in double from the interpolation points, and a bound of the rounding
// errors of an algorithm that uses them.
#pragma once

#include <cmath>
#include <vector>

namespace resnet {

using Matrix = std::vector<std::vector<double>>;

inline Matrix Zeros(size_t rows, size_t cols) { return Matrix(rows, std::vector<double>(cols)); }

inline Matrix Multiply(const Matrix& a, const Matrix& b) {
  Matrix product = Zeros(a.size(), b[0].size());
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t k = 0; k < b.size(); ++k)
      for (size_t j = 0; j < b[0].size(); ++j) product[i][j] += a[i][k] * b[k][j];
  return product;
}

inline Matrix Transpose(const Matrix& a) {
  Matrix transpose = Zeros(a[0].size(), a.size());
  for (size_t i = 0; i < a.size(); ++i)
    for (size_t j = 0; j < a[0].size(); ++j) transpose[j][i] = a[i][j];
  return transpose;
}

inline Matrix Absolute(Matrix a) {
  for (auto& row : a)
    for (double& value : row) value = std::fabs(value);
  return a;
}

// m x m^t
inline Matrix Sandwich(const Matrix& m, const Matrix& x) { return Multiply(Multiply(m, x), Transpose(m)); }

struct WinogradMatrices {
  Matrix input;   // B^T
  Matrix kernel;  // G
  Matrix output;  // A^T

  // The Toom-Cook construction from the points, of which 0 is the first, and infinity.
  explicit WinogradMatrices(const std::vector<double>& points) {
    const size_t window = points.size() + 1, out = window - 2;
    input = Zeros(window, window);
    kernel = Zeros(window, 3);
    output = Zeros(out, window);
    for (size_t i = 0; i < window; ++i) {
      const bool infinity = i == points.size();
      std::vector<double> polynomial{1};  // the product over the other points p of (x - p), lowest power first
      double scale = 1;
      for (size_t other = 0; other < points.size(); ++other) {
        if (other == i) continue;
        if (!infinity) scale *= points[i] - points[other];
        std::vector<double> product(polynomial.size() + 1);
        for (size_t power = 0; power < polynomial.size(); ++power) {
          product[power] -= points[other] * polynomial[power];
          product[power + 1] += polynomial[power];
        }
        polynomial = product;
      }
      for (size_t power = 0; power < polynomial.size(); ++power) input[i][power] = polynomial[power];
      for (size_t power = 0; power < 3; ++power)
        kernel[i][power] = infinity ? power == 2 : std::pow(points[i], power) / scale;
      for (size_t power = 0; power < out; ++power)
        output[power][i] = infinity ? power == out - 1 : std::pow(points[i], power);
    }
  }

  static WinogradMatrices OfTiles(int out) {
    return WinogradMatrices(out == 2 ? std::vector<double>{0, 1, -1}
                                     : std::vector<double>{0, 5.0 / 8, -5.0 / 8, 3.0 / 2, -3.0 / 2});
  }
};

// The maximum number of roundings that affect one product: each transform has two passes, over columns and rows. A
// pass over d rounds 4 times (two multiplications and additions), over g 6 (a constant, then three products and
// sums), over the products 5. Errors add up relative to the magnitude that the same algorithm computes from
// absolute values (Higham, Accuracy and Stability of Numerical Algorithms, 3.5).
constexpr int kWinogradRoundings = 2 * (4 + 6 + 5);

}  // namespace resnet
