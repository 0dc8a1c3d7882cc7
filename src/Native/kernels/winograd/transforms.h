// The two-dimensional transforms, written once over a vector type and a form (forms.h). Included by the
// winograd_<isa>.cc files only: everything is in an anonymous namespace, so that no function compiled for one
// instruction set can be linked into another's path. The unroll pragmas make every index of the arrays of vectors a
// constant: only then does the compiler keep them in registers.
#pragma once

#include <utility>

#include "kernels/winograd/forms.h"
#include "kernels/winograd/winograd.h"

#define RESNET_UNROLL _Pragma("GCC unroll 36")

namespace resnet {
namespace {

// body(first channel, load, store) for every vector of channels. load(p) and store(p, v) access p[first channel ..];
// the last vector may be a part.
template <class Vec, class Body>
inline __attribute__((always_inline)) void ForVectors(int64_t channels, const Body& body) {
  using Type = typename Vec::Type;
  int64_t c = 0;
  for (; c + Vec::kLength <= channels; c += Vec::kLength) {
    body(
        c, [c](const float* p) { return Vec::Load(p + c); }, [c](float* p, Type v) { Vec::Store(p + c, v); });
  }
  const int64_t rest = channels - c;
  if (rest > 0) {
    body(
        c, [c, rest](const float* p) { return Vec::LoadPartial(p + c, rest); },
        [c, rest](float* p, Type v) { Vec::StorePartial(p + c, v, rest); });
  }
}

// at(i, j): where pixel (i, j) of a window of kSize x kSize lies. Inside the image by strides, at its border from a
// table.
struct Strided {
  const float* data;
  int64_t row_stride, pixel_stride;
  const float* operator()(int i, int j) const { return data + i * row_stride + j * pixel_stride; }
};

template <int kSize>
struct Clipped {
  const float* pixels[kSize * kSize];
  explicit Clipped(const WinogradWindow& window) {
    for (int i = 0; i < kSize; ++i) {
      const bool row = i >= window.row_begin && i < window.row_end;
      for (int j = 0; j < kSize; ++j) {
        const bool inside = row && j >= window.col_begin && j < window.col_end;
        pixels[i * kSize + j] =
            inside ? window.data + i * window.row_stride + j * window.pixel_stride : window.zeros;
      }
    }
  }
  const float* operator()(int i, int j) const { return pixels[i * kSize + j]; }
};

template <int kSize, class Body>
inline __attribute__((always_inline)) void WithPixels(const WinogradWindow& window, const Body& body) {
  const bool inside =
      window.row_begin == 0 && window.row_end == kSize && window.col_begin == 0 && window.col_end == kSize;
  if (inside) {
    body(Strided{window.data, window.row_stride, window.pixel_stride});
  } else {
    body(Clipped<kSize>(window));
  }
}

// v[0 .. kWindow) = B^T d
template <class Form, class Get, int... kGroup>
inline void InputRow(const Get& d, typename Form::Type* v, std::integer_sequence<int, kGroup...>) {
  (Form::template Input<kGroup>(d, v + Form::kGroupBegin[kGroup]), ...);
}

// The rows of V that group kGroup of B^T yields. Going by groups, the window is read several times, from the
// first-level cache, and no intermediate is stored: there are fewer loads more than there would be stores.
template <class Vec, class Form, int kGroup, class At, class Load>
inline void InputGroup(const At& at, const Load& load, float* v, int64_t position_stride) {
  using Type = typename Vec::Type;
  constexpr int kWindow = Form::kWindow, kFirst = Form::kGroupBegin[kGroup];
  constexpr int kRows = Form::kGroupBegin[kGroup + 1] - kFirst;
  Type rows[kRows][kWindow];
  RESNET_UNROLL
  for (int j = 0; j < kWindow; ++j) {
    Type column[kRows];
    Form::template Input<kGroup>([&](int i) { return load(at(i, j)); }, column);
    RESNET_UNROLL
    for (int r = 0; r < kRows; ++r) rows[r][j] = column[r];
  }
  RESNET_UNROLL
  for (int r = 0; r < kRows; ++r) {
    Type row[kWindow];
    InputRow<Form>([&](int j) { return rows[r][j]; }, row, std::make_integer_sequence<int, Form::kGroups>());
    RESNET_UNROLL
    for (int j = 0; j < kWindow; ++j) Vec::Store(v + ((kFirst + r) * kWindow + j) * position_stride, row[j]);
  }
}

template <class Vec, class Form, class At, class Load, int... kGroup>
inline void InputGroups(const At& at, const Load& load, float* v, int64_t position_stride,
                        std::integer_sequence<int, kGroup...>) {
  (InputGroup<Vec, Form, kGroup>(at, load, v, position_stride), ...);
}

template <class Vec, class Form>
void Input(const WinogradWindow& d, int64_t channels, float* v, int64_t position_stride) {
  WithPixels<Form::kWindow>(d, [=](const auto& at) {
    ForVectors<Vec>(channels, [&](int64_t c, const auto& load, const auto&) {
      InputGroups<Vec, Form>(at, load, v + c, position_stride, std::make_integer_sequence<int, Form::kGroups>());
    });
  });
}

// The columns first: of the result only kRowsOut x kColumnsIn values are alive, which fit 32 registers.
//   out(i, j, value) for the elements of T in T^t, T being the one-dimensional transform from kIn to kOut values.
template <class Vec, int kIn, int kOut, class Transform, class Get, class Put>
inline void Transform2(const Transform& transform, const Get& in, const Put& out) {
  using Type = typename Vec::Type;
  Type half[kOut][kIn];
  RESNET_UNROLL
  for (int j = 0; j < kIn; ++j) {
    Type column[kIn], result[kOut];
    RESNET_UNROLL
    for (int i = 0; i < kIn; ++i) column[i] = in(i, j);
    transform(column, result);
    RESNET_UNROLL
    for (int i = 0; i < kOut; ++i) half[i][j] = result[i];
  }
  RESNET_UNROLL
  for (int i = 0; i < kOut; ++i) {
    Type result[kOut];
    transform(half[i], result);
    RESNET_UNROLL
    for (int j = 0; j < kOut; ++j) out(i, j, result[j]);
  }
}

template <class Vec, class Form>
void Gradient(const WinogradWindow& dy, int64_t channels, float* m, int64_t position_stride) {
  using Type = typename Vec::Type;
  WithPixels<Form::kOut>(dy, [=](const auto& at) {
    ForVectors<Vec>(channels, [&](int64_t c, const auto& load, const auto&) {
      Transform2<Vec, Form::kOut, Form::kWindow>(
          [](const Type* in, Type* out) { Form::Gradient(in, out); }, [&](int i, int j) { return load(at(i, j)); },
          [&](int i, int j, Type value) {
            Vec::Store(m + (i * Form::kWindow + j) * position_stride + c, value);
          });
    });
  });
}

template <class Vec, class Form>
void Weights(const float* g, int64_t tap_stride, int64_t channels, float* u, int64_t position_stride) {
  using Type = typename Vec::Type;
  ForVectors<Vec>(channels, [=](int64_t c, const auto& load, const auto&) {
    Transform2<Vec, kWinogradKernel, Form::kWindow>(
        [](const Type* in, Type* out) { Form::Weights(in, out); }, [&](int i, int j) { return load(g + (i * kWinogradKernel + j) * tap_stride); },
        [&](int i, int j, Type value) { Vec::Store(u + (i * Form::kWindow + j) * position_stride + c, value); });
  });
}

template <class Vec, class Form>
void WeightsGradient(const float* u, int64_t position_stride, int64_t channels, float* dg, int64_t tap_stride) {
  using Type = typename Vec::Type;
  ForVectors<Vec>(channels, [=](int64_t, const auto& load, const auto& store) {
    Transform2<Vec, Form::kWindow, kWinogradKernel>(
        [](const Type* in, Type* out) { Form::WeightsGradient(in, out); },
        [&](int i, int j) { return load(u + (i * Form::kWindow + j) * position_stride); },
        [&](int i, int j, Type value) { store(dg + (i * kWinogradKernel + j) * tap_stride, value); });
  });
}

template <class Vec, class Form, bool kWhole>
inline __attribute__((always_inline)) void StoreTile(const float* m, int64_t position_stride, int64_t channels,
                                                     const WinogradOutput& y) {
  using Type = typename Vec::Type;
  ForVectors<Vec>(channels, [&](int64_t c, const auto& load, const auto& store) {
    const Type bias = y.bias != nullptr ? load(y.bias) : Vec::Zero();
    Transform2<Vec, Form::kWindow, Form::kOut>(
        [](const Type* in, Type* out) { Form::Output(in, out); }, [&](int i, int j) { return Vec::Load(m + (i * Form::kWindow + j) * position_stride + c); },
        [&](int i, int j, Type value) {
          if (!kWhole && (i >= y.rows || j >= y.cols)) return;
          const int64_t at = i * y.row_stride + j * y.pixel_stride;
          if (y.accumulate) value = Vec::Add(value, load(y.data + at));
          if (y.bias != nullptr) value = Vec::Add(value, bias);
          if (y.residual != nullptr) value = Vec::Add(value, load(y.residual + at));
          if (y.relu) value = Vec::Max(Vec::Zero(), value);  // a NaN in the second operand stays one
          store(y.data + at, value);
        });
  });
}

template <class Vec, class Form>
void Output(const float* m, int64_t position_stride, int64_t channels, const WinogradOutput& y) {
  if (y.rows == Form::kOut && y.cols == Form::kOut) {
    StoreTile<Vec, Form, true>(m, position_stride, channels, y);
  } else {
    StoreTile<Vec, Form, false>(m, position_stride, channels, y);
  }
}

template <class Vec, class Form>
constexpr WinogradTransforms MakeTransforms() {
  return {Form::kOut,          Form::kWindow,      Input<Vec, Form>,          Output<Vec, Form>,
          Gradient<Vec, Form>, Weights<Vec, Form>, WeightsGradient<Vec, Form>};
}

// A constant: building it runs no code compiled for an instruction set that the CPU may lack.
template <class Vec>
constexpr WinogradKernels MakeWinogradKernels() {
  return {Vec::kLength, MakeTransforms<Vec, Form2<Vec>>(), MakeTransforms<Vec, Form4<Vec>>()};
}

}  // namespace
}  // namespace resnet
