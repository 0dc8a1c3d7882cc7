// The one-dimensional transforms of F(2,3) and F(4,3) over vectors. For winograd_<isa>.cc files only.
//
// F(m,3) interpolates at m + 1 points and infinity. B^T's row of point p holds the coefficients of the product over
// the other points q of (x - q); G's is (1, p, p^2) / N_p with N_p = product of (p - q); A^T's column is
// (1, p, p^2, ..). Points come in pairs +-p, whose rows differ only in the sign of their odd (or even) terms.
#pragma once

namespace resnet {
namespace {

// Points 0, 1, -1 and infinity, with signs such that every entry of B^T and A^T is 0, 1 or -1.
template <class Vec>
struct Form2 {
  using Type = typename Vec::Type;
  static constexpr int kOut = 2, kWindow = 4;

  // B^T in groups of rows that share terms: group g computes rows kGroupBegin[g] .. kGroupBegin[g + 1] - 1 of B^T
  // d. d(i) returns element i.
  static constexpr int kGroups = 3;
  static constexpr int kGroupBegin[kGroups + 1] = {0, 1, 3, 4};
  template <int kGroup, class Get>
  static void Input(const Get& d, Type* v) {
    if constexpr (kGroup == 0) {
      v[0] = Vec::Subtract(d(0), d(2));
    } else if constexpr (kGroup == 1) {
      const Type odd = d(1), even = d(2);
      v[0] = Vec::Add(even, odd);
      v[1] = Vec::Subtract(even, odd);
    } else {
      v[0] = Vec::Subtract(d(3), d(1));
    }
  }

  // A^T
  static void Output(const Type* m, Type* y) {
    y[0] = Vec::Add(m[0], Vec::Add(m[1], m[2]));
    y[1] = Vec::Add(m[3], Vec::Subtract(m[1], m[2]));
  }

  // A
  static void Gradient(const Type* y, Type* m) {
    m[0] = y[0];
    m[1] = Vec::Add(y[0], y[1]);
    m[2] = Vec::Subtract(y[0], y[1]);
    m[3] = y[1];
  }

  // G
  static void Weights(const Type* g, Type* u) {
    const Type half = Vec::Set(0.5f);
    const Type even = Vec::Multiply(half, Vec::Add(g[0], g[2]));
    u[0] = g[0];
    u[1] = Vec::MultiplyAdd(half, g[1], even);
    u[2] = Vec::NegateMultiplyAdd(half, g[1], even);
    u[3] = g[2];
  }

  // G^T
  static void WeightsGradient(const Type* u, Type* g) {
    const Type half = Vec::Set(0.5f);
    const Type even = Vec::Multiply(half, Vec::Add(u[1], u[2]));
    g[0] = Vec::Add(u[0], even);
    g[1] = Vec::Multiply(half, Vec::Subtract(u[1], u[2]));
    g[2] = Vec::Add(u[3], even);
  }
};

// Points 0, +-p, +-q and infinity with p = 5/8 and q = 3/2. On random data the error is less than half that of the
// usual points 0, +-1, +-2 (and the smallest of all pairs of simple fractions that were tried), and every constant
// of B^T and A^T is exact in fp32.
template <class Vec>
struct Form4 {
  using Type = typename Vec::Type;
  static constexpr int kOut = 4, kWindow = 6;

  static constexpr double kP = 5.0 / 8, kQ = 3.0 / 2;
  static constexpr double kP2 = kP * kP, kQ2 = kQ * kQ;
  static constexpr double kN0 = kP2 * kQ2, kNP = 2 * kP2 * (kP2 - kQ2), kNQ = 2 * kQ2 * (kQ2 - kP2);
  static Type Set(double value) { return Vec::Set(static_cast<float>(value)); }

  static constexpr int kGroups = 4;
  static constexpr int kGroupBegin[kGroups + 1] = {0, 1, 3, 5, 6};
  template <int kGroup, class Get>
  static void Input(const Get& d, Type* v) {
    if constexpr (kGroup == 0) {  // (x^2 - p^2)(x^2 - q^2)
      v[0] = Vec::MultiplyAdd(Set(kP2 * kQ2), d(0), Vec::NegateMultiplyAdd(Set(kP2 + kQ2), d(2), d(4)));
    } else if constexpr (kGroup == 1) {  // x (x +- p)(x^2 - q^2)
      Pair(d, Set(kP), Set(kQ2), v);
    } else if constexpr (kGroup == 2) {  // x (x +- q)(x^2 - p^2)
      Pair(d, Set(kQ), Set(kP2), v);
    } else {  // x (x^2 - p^2)(x^2 - q^2)
      v[0] = Vec::MultiplyAdd(Set(kP2 * kQ2), d(1), Vec::NegateMultiplyAdd(Set(kP2 + kQ2), d(3), d(5)));
    }
  }

  static void Output(const Type* m, Type* y) {
    const Type even_p = Vec::Add(m[1], m[2]), odd_p = Vec::Subtract(m[1], m[2]);
    const Type even_q = Vec::Add(m[3], m[4]), odd_q = Vec::Subtract(m[3], m[4]);
    y[0] = Vec::Add(m[0], Vec::Add(even_p, even_q));
    y[1] = Vec::MultiplyAdd(Set(kP), odd_p, Vec::Multiply(Set(kQ), odd_q));
    y[2] = Vec::MultiplyAdd(Set(kP2), even_p, Vec::Multiply(Set(kQ2), even_q));
    y[3] = Vec::MultiplyAdd(Set(kP2 * kP), odd_p, Vec::MultiplyAdd(Set(kQ2 * kQ), odd_q, m[5]));
  }

  static void Gradient(const Type* y, Type* m) {
    m[0] = y[0];
    const auto pair = [&](double p, Type* out) {
      const Type even = Vec::MultiplyAdd(Set(p * p), y[2], y[0]);
      const Type odd = Vec::MultiplyAdd(Set(p * p), y[3], y[1]);
      out[0] = Vec::MultiplyAdd(Set(p), odd, even);
      out[1] = Vec::NegateMultiplyAdd(Set(p), odd, even);
    };
    pair(kP, m + 1);
    pair(kQ, m + 3);
    m[5] = y[3];
  }

  static void Weights(const Type* g, Type* u) {
    u[0] = Vec::Multiply(Set(1 / kN0), g[0]);
    const auto pair = [&](double p, double n, Type* out) {
      const Type even = Vec::MultiplyAdd(Set(p * p / n), g[2], Vec::Multiply(Set(1 / n), g[0]));
      out[0] = Vec::MultiplyAdd(Set(p / n), g[1], even);
      out[1] = Vec::NegateMultiplyAdd(Set(p / n), g[1], even);
    };
    pair(kP, kNP, u + 1);
    pair(kQ, kNQ, u + 3);
    u[5] = g[2];
  }

  static void WeightsGradient(const Type* u, Type* g) {
    const Type even_p = Vec::Add(u[1], u[2]), odd_p = Vec::Subtract(u[1], u[2]);
    const Type even_q = Vec::Add(u[3], u[4]), odd_q = Vec::Subtract(u[3], u[4]);
    g[0] = Vec::MultiplyAdd(Set(1 / kN0), u[0],
                            Vec::MultiplyAdd(Set(1 / kNP), even_p, Vec::Multiply(Set(1 / kNQ), even_q)));
    g[1] = Vec::MultiplyAdd(Set(kP / kNP), odd_p, Vec::Multiply(Set(kQ / kNQ), odd_q));
    g[2] = Vec::MultiplyAdd(Set(kP2 / kNP), even_p, Vec::MultiplyAdd(Set(kQ2 / kNQ), even_q, u[5]));
  }

 private:
  // x (x +- p)(x^2 - other^2)
  template <class Get>
  static void Pair(const Get& d, Type p, Type other2, Type* v) {
    const Type even = Vec::NegateMultiplyAdd(other2, d(2), d(4));
    const Type odd = Vec::NegateMultiplyAdd(other2, d(1), d(3));
    v[0] = Vec::MultiplyAdd(p, odd, even);
    v[1] = Vec::NegateMultiplyAdd(p, odd, even);
  }
};

}  // namespace
}  // namespace resnet
