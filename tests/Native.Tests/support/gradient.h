// Numerical derivatives of a forward computation in double precision.
#pragma once

#include <cstddef>
#include <vector>

#include "support/compare.h"

namespace resnet {

using Doubles = std::vector<double>;

template <class T>
Doubles ToDoubles(const std::vector<T>& values) {
  Doubles doubles;
  for (const T value : values) doubles.push_back(ToFloat(value));
  return doubles;
}

// Central differences of loss(x) for every element of x. The tolerance for float results is `slack` relative to the
// largest derivative, plus the error of the differences themselves.
template <class Loss>
std::vector<Expected> CentralDifferences(Doubles x, const Loss& loss, double slack) {
  constexpr double kStep = 1e-5;
  std::vector<Expected> gradient;
  double largest = 0;
  for (double& value : x) {
    const double old = value;
    value = old + kStep;
    const double above = loss(x);
    value = old - kStep;
    const double below = loss(x);
    value = old;
    gradient.push_back({(above - below) / (2 * kStep), 0});
    largest = std::max(largest, std::abs(gradient.back().value));
  }
  for (Expected& derivative : gradient) derivative.tolerance = slack * largest + 1e-8;
  return gradient;
}

// The sum of weights[i] * values[i]: a loss whose gradient with respect to `values` is `weights`.
inline double WeightedSum(const std::vector<float>& weights, const Doubles& values) {
  double sum = 0;
  for (size_t i = 0; i < values.size(); ++i) sum += weights[i] * values[i];
  return sum;
}

}  // namespace resnet
