// Compares every transform of every instruction set and tile size with its matrices.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <vector>

#include "kernels/winograd/winograd.h"
#include "kernels/winograd/winograd_matrices.h"
#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/typed_buffer.h"

namespace resnet {
namespace {

class WinogradTransformsTest : public PerIsa {};
RESNET_PER_ISA(WinogradTransformsTest);

using Buffer = Guarded<float>;
const std::vector<int64_t> kChannels = {1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 70};

struct Form {
  const WinogradTransforms& transforms;
  WinogradMatrices matrices;
  int64_t vector_length;

  size_t Window() const { return static_cast<size_t>(transforms.window); }
  size_t Out() const { return static_cast<size_t>(transforms.out); }
  int64_t Padded(int64_t channels) const { return (channels + vector_length - 1) / vector_length * vector_length; }
};

void ForEachForm(Isa isa, const std::function<void(const Form&)>& visit) {
  const WinogradKernels& kernels = GetWinogradKernels(isa);
  for (const WinogradTransforms* transforms : {&kernels.f2, &kernels.f4}) {
    SCOPED_TRACE("tiles of " + std::to_string(transforms->out));
    visit({*transforms, WinogradMatrices::OfTiles(transforms->out), kernels.vector_length});
  }
}

// The signs of F(2,3) are a matter of choice: the rows of B^T and G that are negated in comparison with the
// derivation.
double Sign(const Form& form, size_t i) { return form.transforms.out == 2 && i == 0 ? -1 : 1; }

// Expects actual[position][channel] to equal T x T^t within one rounding per operation, and to be zero beyond the
// channels.
void ExpectSandwich(const Form& form, const Matrix& t, bool positions_signed,
                    const std::function<Matrix(int64_t)>& x, int64_t channels, const float* actual, int64_t stride,
                    int64_t padded) {
  const size_t size = t.size();
  for (int64_t channel = 0; channel < padded; ++channel) {
    if (channel >= channels) {
      for (size_t i = 0; i < size * size; ++i) ASSERT_EQ(actual[static_cast<int64_t>(i) * stride + channel], 0.0f);
      continue;
    }
    const Matrix value = Sandwich(t, x(channel)), magnitude = Sandwich(Absolute(t), Absolute(x(channel)));
    for (size_t i = 0; i < size; ++i) {
      for (size_t j = 0; j < size; ++j) {
        const double sign = positions_signed ? Sign(form, i) * Sign(form, j) : 1;
        ASSERT_NEAR(actual[static_cast<int64_t>(i * size + j) * stride + channel], sign * value[i][j],
                    12 * kEpsilon * magnitude[i][j])
            << "at " << i << ", " << j << ", channel " << channel << " of " << channels;
      }
    }
  }
}

// A window of size x size pixels, of which rows and columns begin .. end-1 lie inside the image.
struct Image {
  TypedBuffer pixels, zeros;
  WinogradWindow window;
  size_t size;

  Image(int32_t type, size_t window_size, int row_begin, int row_end, int col_begin, int col_end, int64_t channels,
        Random& random)
      : pixels(type, random.Floats((row_end - row_begin) * (col_end - col_begin) * channels)),
        zeros(type, std::vector<float>(static_cast<size_t>(channels))),
        size(window_size) {
    const int64_t row_stride = (col_end - col_begin) * channels;
    const int64_t before = row_begin * row_stride + col_begin * channels;
    const int64_t element = type == RN_FLOAT32 ? 4 : 2;
    window = {static_cast<const char*>(pixels.data()) - before * element,
              row_stride,
              channels,
              row_begin,
              row_end,
              col_begin,
              col_end,
              zeros.data()};
  }
  Matrix Channel(int64_t channel) const {
    Matrix values = Zeros(size, size);
    for (int i = window.row_begin; i < window.row_end; ++i)
      for (int j = window.col_begin; j < window.col_end; ++j)
        values[static_cast<size_t>(i)][static_cast<size_t>(j)] =
            pixels[(i - window.row_begin) * window.row_stride + (j - window.col_begin) * window.pixel_stride +
                   channel];
    return values;
  }
};

using Transform = void (*)(const WinogradWindow&, int64_t, float*, int64_t);

void CheckWindows(const Form& form, int32_t type, Transform transform, const Matrix& matrix, size_t window,
                  bool positions_signed) {
  Random random;
  const int size = static_cast<int>(window);
  for (int64_t channels : kChannels) {
    for (const auto& [begin, end] : {std::pair{0, size}, {1, size}, {0, size - 1}, {1, size - 1}, {2, 2}}) {
      const Image image(type, window, begin, end, 0, size, channels, random);
      const Image turned(type, window, 0, size, begin, end, channels, random);
      const Image both(type, window, begin, end, begin, end, channels, random);
      for (const Image* at : {&image, &turned, &both}) {
        const int64_t padded = form.Padded(channels), stride = padded + 3;
        const Buffer out(random.Floats((form.transforms.Positions() - 1) * stride + padded));
        transform(at->window, channels, out.data(), stride);
        ExpectSandwich(
            form, matrix, positions_signed, [&](int64_t channel) { return at->Channel(channel); }, channels,
            out.data(), stride, padded);
      }
    }
  }
}

TEST_P(WinogradTransformsTest, Input) {
  ForEachForm(GetParam(), [](const Form& form) {
    CheckWindows(form, RN_FLOAT32, form.transforms.float32.input, form.matrices.input, form.Window(), true);
    CheckWindows(form, RN_BFLOAT16, form.transforms.bfloat16.input, form.matrices.input, form.Window(), true);
  });
}

TEST_P(WinogradTransformsTest, Gradient) {
  ForEachForm(GetParam(), [](const Form& form) {
    const Matrix matrix = Transpose(form.matrices.output);
    CheckWindows(form, RN_FLOAT32, form.transforms.float32.gradient, matrix, form.Out(), false);
    CheckWindows(form, RN_BFLOAT16, form.transforms.bfloat16.gradient, matrix, form.Out(), false);
  });
}

TEST_P(WinogradTransformsTest, Weights) {
  ForEachForm(GetParam(), [](const Form& form) {
    Random random;
    for (int64_t channels : kChannels) {
      const int64_t tap_stride = channels + 2, padded = form.Padded(channels), stride = padded + 5;
      const Buffer g(random.Floats(8 * tap_stride + channels));
      for (bool flipped : {false, true}) {
        const Buffer u(random.Floats((form.transforms.Positions() - 1) * stride + padded));
        form.transforms.weights(flipped ? g.data() + 8 * tap_stride : g.data(), flipped ? -tap_stride : tap_stride,
                                channels, u.data(), stride);
        const auto kernel = [&](int64_t channel) {
          Matrix taps = Zeros(3, 3);
          for (size_t tap = 0; tap < 9; ++tap)
            taps[tap / 3][tap % 3] = g[static_cast<int64_t>(flipped ? 8 - tap : tap) * tap_stride + channel];
          return taps;
        };
        ExpectSandwich(form, form.matrices.kernel, true, kernel, channels, u.data(), stride, padded);
      }
    }
  });
}

TEST_P(WinogradTransformsTest, WeightsGradient) {
  ForEachForm(GetParam(), [](const Form& form) {
    Random random;
    for (int64_t channels : kChannels) {
      for (int64_t pieces : {1, 2, 5}) {
        const int64_t padded = form.Padded(channels), stride = padded + 1, tap_stride = channels + 2;
        const int64_t piece_stride = form.transforms.Positions() * stride;
        const Buffer u(random.Floats(pieces * piece_stride));
        const Buffer dg(random.Floats(8 * tap_stride + channels));
        const std::vector<float> before = dg.ToVector();
        form.transforms.weights_gradient(u.data(), stride, pieces, piece_stride, channels, dg.data(), tap_stride);
        for (int64_t channel = 0; channel < channels; ++channel) {
          Matrix sum = Zeros(form.Window(), form.Window()), magnitude = sum;
          for (int64_t i = 0; i < form.transforms.Positions(); ++i) {
            const size_t row = static_cast<size_t>(i) / form.Window(), col = static_cast<size_t>(i) % form.Window();
            for (int64_t piece = 0; piece < pieces; ++piece) {
              const double value = u[piece * piece_stride + i * stride + channel];
              sum[row][col] += Sign(form, row) * Sign(form, col) * value;
              magnitude[row][col] += std::fabs(value);
            }
          }
          const Matrix g = Transpose(form.matrices.kernel);
          const Matrix value = Sandwich(g, sum), bound = Sandwich(Absolute(g), magnitude);
          for (size_t tap = 0; tap < 9; ++tap) {
            ASSERT_NEAR(dg[static_cast<int64_t>(tap) * tap_stride + channel], value[tap / 3][tap % 3],
                        (16 + static_cast<double>(pieces)) * kEpsilon * bound[tap / 3][tap % 3]);
          }
        }
        for (int64_t i = 0; i < dg.size(); ++i) {  // between the taps
          if (i % tap_stride >= channels) {
            ASSERT_EQ(dg[i], before[static_cast<size_t>(i)]);
          }
        }
      }
    }
  });
}

struct OutputCase {
  int32_t type;
  int rows, cols;
  bool bias, residual, accumulate, relu;
};

void CheckOutput(const Form& form, const OutputCase& t, int64_t channels, Random& random) {
  const int64_t padded = form.Padded(channels), stride = padded + 7;
  const int64_t pixel_stride = channels + 1, row_stride = t.cols * pixel_stride + 2;
  const int64_t floats = (t.rows - 1) * row_stride + (t.cols - 1) * pixel_stride + channels;
  const Buffer m(random.Floats((form.transforms.Positions() - 1) * stride + padded));
  const TypedBuffer y(t.type, random.Floats(floats)), residual(t.type, random.Floats(floats));
  const Buffer bias(random.Floats(channels));
  const std::vector<float> before = y.ToVector();
  const ElementType type = t.type == RN_FLOAT32 ? ElementType::kFloat32 : ElementType::kBfloat16;
  form.transforms.Of(type).output(
      m.data(), stride, channels,
      {y.data(), row_stride, pixel_stride, t.rows, t.cols, t.bias ? bias.data() : nullptr,
       t.residual ? residual.data() : nullptr, t.accumulate, t.relu});
  std::vector<Expected> expected;
  for (float value : before) expected.push_back({value, 0});
  for (int64_t channel = 0; channel < channels; ++channel) {
    Matrix products = Zeros(form.Window(), form.Window());
    for (size_t i = 0; i < form.Window() * form.Window(); ++i)
      products[i / form.Window()][i % form.Window()] = m[static_cast<int64_t>(i) * stride + channel];
    const Matrix value = Sandwich(form.matrices.output, products);
    const Matrix magnitude = Sandwich(Absolute(form.matrices.output), Absolute(products));
    for (int row = 0; row < t.rows; ++row) {
      for (int col = 0; col < t.cols; ++col) {
        const auto at = static_cast<size_t>(row * row_stride + col * pixel_stride + channel);
        Expected& pixel = expected[at];
        pixel.tolerance = magnitude[static_cast<size_t>(row)][static_cast<size_t>(col)];
        double sum = value[static_cast<size_t>(row)][static_cast<size_t>(col)];
        const auto add = [&](double term) {
          sum += term;
          pixel.tolerance += std::fabs(term);
        };
        if (t.accumulate) add(before[at]);
        if (t.bias) add(bias[channel]);
        if (t.residual) add(residual[static_cast<int64_t>(at)]);
        pixel.value = t.relu ? std::max(sum, 0.0) : sum;
        pixel.tolerance *= 16 * kEpsilon;
      }
    }
  }
  for (int64_t i = 0; i < y.size(); ++i) {
    const Expected& pixel = expected[static_cast<size_t>(i)];
    const Bounds bounds(pixel.value, pixel.tolerance, t.type);
    ASSERT_TRUE(bounds.Contain(y[i])) << y[i] << " is not within " << bounds.low << " and " << bounds.high;
  }
}

TEST_P(WinogradTransformsTest, Output) {
  ForEachForm(GetParam(), [](const Form& form) {
    Random random;
    const int out = form.transforms.out;
    for (int32_t type : {RN_FLOAT32, RN_BFLOAT16}) {
      for (int64_t channels : kChannels) {
        for (int rows = 1; rows <= out; ++rows) {
          for (int cols = 1; cols <= out; ++cols)
            CheckOutput(form, {type, rows, cols, 0, 0, 0, 0}, channels, random);
        }
        for (int bits = 1; bits < 16; ++bits) {
          for (int rows : {out, out - 1}) {
            const OutputCase t{type, rows, out, (bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0};
            CheckOutput(form, t, channels, random);
          }
        }
      }
    }
  });
}

}  // namespace
}  // namespace resnet
