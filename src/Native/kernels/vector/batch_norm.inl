// Kernels over [rows][channels] with values per channel.

// Calls body(lanes, i, j) for elements from i and their per-channel values from j. Periods are processed one after
// the other, in memory order: several at a time would load the per-channel values less often, but reads memory a
// tenth more slowly (measured).
template <class Body>
RESNET_INLINE void ForPeriods(Periodic range, const Body& body) {
  for (int64_t begin = 0; begin < range.count; begin += range.period) {
    const int64_t left = range.count - begin;
    ForLanes(left < range.period ? left : range.period, [=](auto lanes, int64_t j) { body(lanes, begin + j, j); });
  }
}

template <class T>
void Sum(Periodic range, const T* x, float* sum) {
  ForPeriods(range, [=](auto lanes, int64_t i, int64_t j) {
    lanes.Store(sum + j, lanes.Load(sum + j) + lanes.Load(x + i));
  });
}

template <class T>
void Moments(Periodic range, const T* x, const float* shift, float* sum, float* squares) {
  ForPeriods(range, [=](auto lanes, int64_t i, int64_t j) {
    const auto d = lanes.Load(x + i) - lanes.Load(shift + j);
    lanes.Store(sum + j, lanes.Load(sum + j) + d);
    lanes.Store(squares + j, lanes.Load(squares + j) + d * d);
  });
}

template <class T>
void Normalize(Periodic range, const T* x, const float* mean, const float* scale, const float* beta,
               const T* residual, bool relu, T* y) {
  const auto run = [=](auto added, auto rectified) {
    ForPeriods(range, [=](auto lanes, int64_t i, int64_t j) {
      auto value = (lanes.Load(x + i) - lanes.Load(mean + j)) * lanes.Load(scale + j) + lanes.Load(beta + j);
      if constexpr (added) value += lanes.Load(residual + i);
      if constexpr (rectified) value = lanes.Rectify(value);
      lanes.Store(y + i, value);
    });
  };
  const auto run_with = [=](auto added) {
    if (relu) {
      run(added, std::true_type());
    } else {
      run(added, std::false_type());
    }
  };
  if (residual != nullptr) {
    run_with(std::true_type());
  } else {
    run_with(std::false_type());
  }
}

enum class Gating { kNone, kOutput, kRecomputed };

// dy, or 0 where the ReLU after the normalization clipped. d = x - mean.
template <Gating kGating, class Vectors, class T>
RESNET_INLINE auto Incoming(Vectors lanes, const ReluGate<T>& gate, typename Vectors::Floats d, const T* dy,
                            int64_t i, int64_t j) {
  const auto gradient = lanes.Load(dy + i);
  if constexpr (kGating == Gating::kOutput) {
    return lanes.Pass(lanes.Load(gate.y + i), gradient);
  } else if constexpr (kGating == Gating::kRecomputed) {
    return lanes.Pass(d * lanes.Load(gate.scale + j) + lanes.Load(gate.beta + j), gradient);
  } else {
    return gradient;
  }
}

// Calls f with the kind of gating as a compile-time constant.
template <class T, class F>
RESNET_INLINE void WithGating(const ReluGate<T>& gate, const F& f) {
  if (gate.y != nullptr) {
    f(std::integral_constant<Gating, Gating::kOutput>());
  } else if (gate.beta != nullptr) {
    f(std::integral_constant<Gating, Gating::kRecomputed>());
  } else {
    f(std::integral_constant<Gating, Gating::kNone>());
  }
}

template <class T>
void GradientSums(Periodic range, const T* x, ReluGate<T> gate, const T* dy, const float* mean, float* sum,
                  float* product, T* gated) {
  const auto run = [=](auto gating, auto keep) {
    ForPeriods(range, [=](auto lanes, int64_t i, int64_t j) {
      const auto d = lanes.Load(x + i) - lanes.Load(mean + j);
      const auto g = Incoming<gating>(lanes, gate, d, dy, i, j);
      if constexpr (keep) lanes.Store(gated + i, g);
      lanes.Store(sum + j, lanes.Load(sum + j) + g);
      lanes.Store(product + j, lanes.Load(product + j) + g * d);
    });
  };
  WithGating(gate, [=](auto gating) {
    if (gated != nullptr) {
      run(gating, std::true_type());
    } else {
      run(gating, std::false_type());
    }
  });
}

template <class T>
void NormalizeBackward(Periodic range, const T* x, ReluGate<T> gate, const T* dy, const float* mean,
                       const float* scale, const float* offset, const float* slope, T* dx) {
  WithGating(gate, [=](auto gating) {
    ForPeriods(range, [=](auto lanes, int64_t i, int64_t j) {
      const auto d = lanes.Load(x + i) - lanes.Load(mean + j);
      const auto g = Incoming<gating>(lanes, gate, d, dy, i, j);
      lanes.Store(dx + i, lanes.Load(scale + j) * (g - lanes.Load(offset + j) - d * lanes.Load(slope + j)));
    });
  });
}
