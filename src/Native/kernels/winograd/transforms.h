// The two-dimensional transforms, written once over a vector type and a form (forms.h). For winograd_<isa>.cc files
// only: everything is in an anonymous namespace, so that the linker cannot use a function compiled for one
// instruction set in the path of another. The unroll pragmas turn every index of the arrays of vectors into a
// constant. Otherwise the compiler does not keep them in registers.
#pragma once

#include <utility>

#include "kernels/winograd/addresses.h"
#include "kernels/winograd/forms.h"
#include "kernels/winograd/winograd.h"

#define RESNET_UNROLL _Pragma("GCC unroll 36")

namespace resnet {
namespace {

// v[0 .. kWindow) = B^T d
template <class Form, class Get, int... kGroup>
RESNET_INLINE void InputRow(const Get& d, typename Form::Type* v, std::integer_sequence<int, kGroup...>) {
  (Form::template Input<kGroup>(d, v + Form::kGroupBegin[kGroup]), ...);
}

// Computes the rows of V that belong to group kGroup of B^T. Each group reads the window again, from the
// first-level cache, and stores no intermediate results: the additional loads are fewer than the stores they
// replace.
template <class Vec, class Form, int kGroup, class Pixels, class Lanes, class Out>
RESNET_INLINE void InputGroup(const Pixels& d, int64_t channel, const Lanes& lanes, const Out& v) {
  using Type = typename Vec::Type;
  constexpr int kWindow = Form::kWindow, kFirst = Form::kGroupBegin[kGroup];
  constexpr int kRows = Form::kGroupBegin[kGroup + 1] - kFirst;
  Type rows[kRows][kWindow];
  RESNET_UNROLL
  for (int j = 0; j < kWindow; ++j) {
    const auto at = d.Column(channel, j);
    Type column[kRows];
    Form::template Input<kGroup>([&](int i) { return lanes.Load(at(i)); }, column);
    RESNET_UNROLL
    for (int r = 0; r < kRows; ++r) rows[r][j] = column[r];
  }
  RESNET_UNROLL
  for (int r = 0; r < kRows; ++r) {
    const auto at = v.Row(channel, kFirst + r);
    Type row[kWindow];
    InputRow<Form>([&](int j) { return rows[r][j]; }, row, std::make_integer_sequence<int, Form::kGroups>());
    RESNET_UNROLL
    for (int j = 0; j < kWindow; ++j) Vec::Store(at(j), row[j]);
  }
}

template <class Vec, class Form, class Pixels, class Lanes, class Out, int... kGroup>
RESNET_INLINE void InputGroups(const Pixels& d, int64_t channel, const Lanes& lanes, const Out& v,
                               std::integer_sequence<int, kGroup...>) {
  (InputGroup<Vec, Form, kGroup>(d, channel, lanes, v), ...);
}

template <class Vec, class Form, class Element>
void Input(const WinogradWindow& d, int64_t channels, float* v, int64_t position_stride) {
  const Positions<Form::kWindow, float> out{v, position_stride};
  WithPixels<Form::kWindow, Element>(d, [&](const auto& pixels) {
    ForVectors<Vec>(channels, [&](int64_t channel, const auto& lanes) {
      InputGroups<Vec, Form>(pixels, channel, lanes, out, std::make_integer_sequence<int, Form::kGroups>());
    });
  });
}

// T in T^t for a one-dimensional transform T from kIn to kOut values. column(j)(i) returns elements of `in`;
// row(i)(j, value) stores the result's. Columns are transformed first: the kOut x kIn intermediate values then fit
// 32 registers.
template <class Vec, int kIn, int kOut, class Transform, class Column, class Row>
RESNET_INLINE void Transform2(const Transform& transform, const Column& column, const Row& row) {
  using Type = typename Vec::Type;
  Type half[kOut][kIn];
  RESNET_UNROLL
  for (int j = 0; j < kIn; ++j) {
    const auto get = column(j);
    Type in[kIn], out[kOut];
    RESNET_UNROLL
    for (int i = 0; i < kIn; ++i) in[i] = get(i);
    transform(in, out);
    RESNET_UNROLL
    for (int i = 0; i < kOut; ++i) half[i][j] = out[i];
  }
  RESNET_UNROLL
  for (int i = 0; i < kOut; ++i) {
    const auto put = row(i);
    Type out[kOut];
    transform(half[i], out);
    RESNET_UNROLL
    for (int j = 0; j < kOut; ++j) put(j, out[j]);
  }
}

template <class Vec, class Form, class Element>
void Gradient(const WinogradWindow& dy, int64_t channels, float* m, int64_t position_stride) {
  using Type = typename Vec::Type;
  const Positions<Form::kWindow, float> out{m, position_stride};
  WithPixels<Form::kOut, Element>(dy, [&](const auto& pixels) {
    ForVectors<Vec>(channels, [&](int64_t channel, const auto& lanes) {
      Transform2<Vec, Form::kOut, Form::kWindow>(
          [](const Type* y, Type* column) { Form::Gradient(y, column); },
          [&](int j) { return [&, at = pixels.Column(channel, j)](int i) { return lanes.Load(at(i)); }; },
          [&](int i) { return [at = out.Row(channel, i)](int j, Type value) { Vec::Store(at(j), value); }; });
    });
  });
}

template <class Vec, class Form>
void Weights(const float* g, int64_t tap_stride, int64_t channels, float* u, int64_t position_stride) {
  using Type = typename Vec::Type;
  const Positions<kWinogradKernel, const float> taps{g, tap_stride};
  const Positions<Form::kWindow, float> out{u, position_stride};
  ForVectors<Vec>(channels, [&](int64_t channel, const auto& lanes) {
    Transform2<Vec, kWinogradKernel, Form::kWindow>(
        [](const Type* column, Type* transformed) { Form::Weights(column, transformed); },
        [&](int j) { return [&, at = taps.Column(channel, j)](int i) { return lanes.Load(at(i)); }; },
        [&](int i) { return [at = out.Row(channel, i)](int j, Type value) { Vec::Store(at(j), value); }; });
  });
}

template <class Vec, class Form>
void WeightsGradient(const float* u, int64_t position_stride, int64_t partials, int64_t partial_stride,
                     int64_t channels, float* dg, int64_t tap_stride) {
  using Type = typename Vec::Type;
  const Positions<Form::kWindow, const float> in{u, position_stride};
  const Positions<kWinogradKernel, float> taps{dg, tap_stride};
  ForVectors<Vec>(channels, [&](int64_t channel, const auto& lanes) {
    Transform2<Vec, Form::kWindow, kWinogradKernel>(
        [](const Type* column, Type* gradient) { Form::WeightsGradient(column, gradient); },
        [&](int j) {
          return [&, at = in.Column(channel, j)](int i) {
            const float* position = at(i);
            Type sum = Vec::Load(position);
            for (int64_t index = 1; index < partials; ++index) {
              sum = Vec::Add(sum, Vec::Load(position + index * partial_stride));
            }
            return sum;
          };
        },
        [&](int i) { return [&, at = taps.Row(channel, i)](int j, Type value) { lanes.Store(at(j), value); }; });
  });
}

template <class Vec, class Form, class Element, bool kWhole, bool kPlain>
void StoreTile(const float* m, int64_t position_stride, int64_t channels, WinogradOutput y) {
  using Type = typename Vec::Type;
  auto* const data = static_cast<Element*>(y.data);
  const auto* const residual = static_cast<const Element*>(y.residual);
  const Positions<Form::kWindow, const float> in{m, position_stride};
  ForVectors<Vec>(channels, [&](int64_t channel, const auto& lanes) {
    const Type bias = kPlain || y.bias == nullptr ? Vec::Zero() : lanes.Load(y.bias + channel);
    Transform2<Vec, Form::kWindow, Form::kOut>(
        [](const Type* column, Type* out) { Form::Output(column, out); },
        [&](int j) { return [at = in.Column(channel, j)](int i) { return Vec::Load(at(i)); }; },
        [&](int i) {
          const int64_t offset = i * y.row_stride + channel;
          return [&, offset, i, row = Hide(data + offset)](int j, Type value) {
            if (!kWhole && (i >= y.rows || j >= y.cols)) return;
            const int64_t pixel = j * y.pixel_stride;
            if (!kPlain) {
              if (y.accumulate) value = Vec::Add(value, lanes.Load(row + pixel));
              if (y.bias != nullptr) value = Vec::Add(value, bias);
              if (residual != nullptr) value = Vec::Add(value, lanes.Load(residual + offset + pixel));
              if (y.relu) value = Vec::Max(Vec::Zero(), value);  // a NaN in the second operand is kept
            }
            lanes.Store(row + pixel, value);
          };
        });
  });
}

template <class Vec, class Form, class Element>
void Output(const float* m, int64_t position_stride, int64_t channels, const WinogradOutput& y) {
  const bool whole = y.rows == Form::kOut && y.cols == Form::kOut;
  const bool plain = y.bias == nullptr && y.residual == nullptr && !y.accumulate && !y.relu;
  if (whole && plain) {
    StoreTile<Vec, Form, Element, true, true>(m, position_stride, channels, y);
  } else if (whole) {
    StoreTile<Vec, Form, Element, true, false>(m, position_stride, channels, y);
  } else {
    StoreTile<Vec, Form, Element, false, false>(m, position_stride, channels, y);
  }
}

template <class Vec, class Form, class Element>
constexpr TypedWinogradTransforms MakeTyped() {
  return {Input<Vec, Form, Element>, Output<Vec, Form, Element>, Gradient<Vec, Form, Element>};
}

template <class Vec, class Form>
constexpr WinogradTransforms MakeTransforms() {
  return {Form::kOut,
          Form::kWindow,
          MakeTyped<Vec, Form, float>(),
          MakeTyped<Vec, Form, BFloat16>(),
          Weights<Vec, Form>,
          WeightsGradient<Vec, Form>};
}

// A compile-time constant, so that loading the library runs no instruction that the CPU may lack.
template <class Vec>
constexpr WinogradKernels MakeWinogradKernels() {
  return {Vec::kLength, MakeTransforms<Vec, Form2<Vec>>(), MakeTransforms<Vec, Form4<Vec>>()};
}

}  // namespace
}  // namespace resnet
