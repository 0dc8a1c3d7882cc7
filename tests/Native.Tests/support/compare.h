// Compares results of kernels with expected values.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "support/context.h"
#include "support/elements.h"

namespace resnet {

// The largest relative error of one rounding to float.
constexpr double kEpsilon = 0x1p-24;

// A reference value and the maximum error of a correct float computation.
struct Expected {
  double value;
  double tolerance;
};

template <class Values>
void ExpectClose(const Values& actual, const std::vector<Expected>& expected, const char* what) {
  ASSERT_EQ(static_cast<size_t>(actual.end() - actual.begin()), expected.size()) << what;
  size_t i = 0;
  for (const auto element : actual) {
    const double value = ToFloat(element);
    double tolerance = expected[i].tolerance;
    // Exact values need no tolerance for rounding to the element's type.
    if (tolerance > 0) {
      tolerance +=
          kElementRounding<std::remove_const_t<decltype(element)>> * (std::abs(expected[i].value) + tolerance);
    }
    // NaN makes this fail. 1e-37 allows for the rounding of denormals.
    ASSERT_TRUE(std::abs(value - expected[i].value) <= tolerance + 1e-37)
        << what << "[" << i << "] is " << value << ", not " << expected[i].value << " +- " << tolerance;
    ++i;
  }
}

template <class T>
auto Printable(T value) {
  return +value;
}
inline float Printable(BFloat16 value) { return ToFloat(value); }

template <class A, class B>
::testing::AssertionResult SameBits(const A& a, const B& b) {
  using T = typename std::decay<decltype(*a.begin())>::type;
  const auto size = a.end() - a.begin();
  if (size != b.end() - b.begin()) return ::testing::AssertionFailure() << "the sizes differ";
  for (auto i = size - size; i < size; ++i) {
    const T left = *(a.begin() + i), right = *(b.begin() + i);
    if (std::memcmp(&left, &right, sizeof(T)) != 0) {
      return ::testing::AssertionFailure()
             << "element " << i << ": " << Printable(left) << " and " << Printable(right);
    }
  }
  return ::testing::AssertionSuccess();
}

// run(context) returns the bits of all results, which must be the same for any number of threads.
template <class Run>
void ExpectSameAtAnyThreadCount(Isa isa, const Run& run) {
  const auto alone = run(TestContext(1, isa));
  for (int threads : {2, 3, 7}) {
    EXPECT_TRUE(SameBits(alone, run(TestContext(threads, isa)))) << threads << " threads";
  }
}

// The content of several arrays, one after the other.
template <class... Arrays>
std::vector<float> Joined(const Arrays&... arrays) {
  std::vector<float> all;
  const auto append = [&](const auto& array) {
    for (const auto value : array) all.push_back(ToFloat(value));
  };
  (append(arrays), ...);
  return all;
}

}  // namespace resnet
