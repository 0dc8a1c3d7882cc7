// Kernels over [rows][channels] with values per channel.

// Periods taken side by side: the per-channel values of a position are then loaded, and its sums stored, once for
// all of them.
constexpr int kPeriodGroup = 4;

template <int kPeriods>
struct Group {
  static constexpr int kCount = kPeriods;
};

// body(lanes, group, i, j): the elements i + k * period, k < group.kCount, belong to the per-channel values from j
// on.
template <class Body>
RESNET_INLINE void ForPeriods(Periodic range, const Body& body) {
  const int64_t step = kPeriodGroup * range.period;
  int64_t begin = 0;
  for (; begin + step <= range.count; begin += step) {
    ForLanes(range.period, [=](auto lanes, int64_t j) { body(lanes, Group<kPeriodGroup>(), begin + j, j); });
  }
  for (; begin < range.count; begin += range.period) {
    const int64_t left = range.count - begin;
    ForLanes(left < range.period ? left : range.period,
             [=](auto lanes, int64_t j) { body(lanes, Group<1>(), begin + j, j); });
  }
}

template <class T>
void Sum(Periodic range, const T* x, float* sum) {
  const int64_t period = range.period;
  ForPeriods(range, [=](auto lanes, auto group, int64_t i, int64_t j) {
    auto total = lanes.Load(sum + j);
    for (int k = 0; k < group.kCount; ++k) total += lanes.Load(x + i + k * period);
    lanes.Store(sum + j, total);
  });
}

template <class T>
void Moments(Periodic range, const T* x, const float* shift, float* sum, float* squares) {
  const int64_t period = range.period;
  ForPeriods(range, [=](auto lanes, auto group, int64_t i, int64_t j) {
    const auto centre = lanes.Load(shift + j);
    auto total = lanes.Load(sum + j);
    auto square = lanes.Load(squares + j);
    for (int k = 0; k < group.kCount; ++k) {
      const auto d = lanes.Load(x + i + k * period) - centre;
      total += d;
      square += d * d;
    }
    lanes.Store(sum + j, total);
    lanes.Store(squares + j, square);
  });
}

template <bool kResidual, bool kRelu, class T>
RESNET_INLINE void NormaliseLoop(Periodic range, const T* x, const float* mean, const float* scale,
                                 const float* beta, const T* residual, T* y) {
  const int64_t period = range.period;
  ForPeriods(range, [=](auto lanes, auto group, int64_t i, int64_t j) {
    const auto m = lanes.Load(mean + j), s = lanes.Load(scale + j), b = lanes.Load(beta + j);
    for (int k = 0; k < group.kCount; ++k) {
      const int64_t at = i + k * period;
      auto value = (lanes.Load(x + at) - m) * s + b;
      if (kResidual) value += lanes.Load(residual + at);
      lanes.Store(y + at, kRelu ? lanes.Rectify(value) : value);
    }
  });
}

template <class T>
void Normalise(Periodic range, const T* x, const float* mean, const float* scale, const float* beta,
               const T* residual, bool relu, T* y) {
  if (residual != nullptr) {
    if (relu) {
      NormaliseLoop<true, true>(range, x, mean, scale, beta, residual, y);
    } else {
      NormaliseLoop<true, false>(range, x, mean, scale, beta, residual, y);
    }
  } else if (relu) {
    NormaliseLoop<false, true>(range, x, mean, scale, beta, residual, y);
  } else {
    NormaliseLoop<false, false>(range, x, mean, scale, beta, residual, y);
  }
}

// dy, or where a ReLU follows what it lets pass.
template <bool kRelu, class Vectors, class T>
RESNET_INLINE auto Incoming(Vectors lanes, const T* y, const T* dy, int64_t at) {
  const auto gradient = lanes.Load(dy + at);
  if constexpr (kRelu) {
    return lanes.Pass(lanes.Load(y + at), gradient);
  } else {
    return gradient;
  }
}

template <bool kRelu, class T>
RESNET_INLINE void GradientSumsLoop(Periodic range, const T* x, const T* y, const T* dy, const float* mean,
                                    float* sum, float* product) {
  const int64_t period = range.period;
  ForPeriods(range, [=](auto lanes, auto group, int64_t i, int64_t j) {
    const auto m = lanes.Load(mean + j);
    auto total = lanes.Load(sum + j);
    auto products = lanes.Load(product + j);
    for (int k = 0; k < group.kCount; ++k) {
      const int64_t at = i + k * period;
      const auto g = Incoming<kRelu>(lanes, y, dy, at);
      total += g;
      products += g * (lanes.Load(x + at) - m);
    }
    lanes.Store(sum + j, total);
    lanes.Store(product + j, products);
  });
}

template <class T>
void GradientSums(Periodic range, const T* x, const T* y, const T* dy, const float* mean, float* sum,
                  float* product) {
  if (y != nullptr) {
    GradientSumsLoop<true>(range, x, y, dy, mean, sum, product);
  } else {
    GradientSumsLoop<false>(range, x, y, dy, mean, sum, product);
  }
}

template <bool kRelu, bool kResidual, class T>
RESNET_INLINE void NormaliseBackwardLoop(Periodic range, const T* x, const T* y, const T* dy, const float* mean,
                                         const float* scale, const float* offset, const float* slope, T* dx,
                                         T* dresidual) {
  const int64_t period = range.period;
  ForPeriods(range, [=](auto lanes, auto group, int64_t i, int64_t j) {
    const auto m = lanes.Load(mean + j), s = lanes.Load(scale + j);
    const auto o = lanes.Load(offset + j), l = lanes.Load(slope + j);
    for (int k = 0; k < group.kCount; ++k) {
      const int64_t at = i + k * period;
      const auto g = Incoming<kRelu>(lanes, y, dy, at);
      const auto d = lanes.Load(x + at) - m;
      if (kResidual) lanes.Store(dresidual + at, g);
      lanes.Store(dx + at, s * (g - o - d * l));
    }
  });
}

template <class T>
void NormaliseBackward(Periodic range, const T* x, const T* y, const T* dy, const float* mean, const float* scale,
                       const float* offset, const float* slope, T* dx, T* dresidual) {
  if (y != nullptr) {
    if (dresidual != nullptr) {
      NormaliseBackwardLoop<true, true>(range, x, y, dy, mean, scale, offset, slope, dx, dresidual);
    } else {
      NormaliseBackwardLoop<true, false>(range, x, y, dy, mean, scale, offset, slope, dx, dresidual);
    }
  } else if (dresidual != nullptr) {
    NormaliseBackwardLoop<false, true>(range, x, y, dy, mean, scale, offset, slope, dx, dresidual);
  } else {
    NormaliseBackwardLoop<false, false>(range, x, y, dy, mean, scale, offset, slope, dx, dresidual);
  }
}
