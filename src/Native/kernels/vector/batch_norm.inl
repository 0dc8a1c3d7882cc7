// Kernels over [rows][channels] with values per channel.

// body(begin, length) for every period, the last perhaps shorter. Inlined, so that the inner loop is the body's
// own.
template <class Body>
inline __attribute__((always_inline)) void ForPeriods(Periodic range, const Body& body) {
  for (int64_t begin = 0; begin < range.count; begin += range.period) {
    const int64_t left = range.count - begin;
    body(begin, left < range.period ? left : range.period);
  }
}

void Sum(Periodic range, const float* x, float* sum) {
  ForPeriods(range, [=](int64_t begin, int64_t length) {
    const float* xs = x + begin;
    RESNET_VECTORISE
    for (int64_t j = 0; j < length; ++j) sum[j] += xs[j];
  });
}

void Moments(Periodic range, const float* x, const float* shift, float* sum, float* squares) {
  ForPeriods(range, [=](int64_t begin, int64_t length) {
    const float* xs = x + begin;
    RESNET_VECTORISE
    for (int64_t j = 0; j < length; ++j) {
      const float d = xs[j] - shift[j];
      sum[j] += d;
      squares[j] += d * d;
    }
  });
}

template <bool kResidual, bool kRelu>
inline void NormaliseLoop(Periodic range, const float* x, const float* mean, const float* scale, const float* beta,
                          const float* residual, float* y) {
  ForPeriods(range, [=](int64_t begin, int64_t length) {
    const float* xs = x + begin;
    const float* rs = kResidual ? residual + begin : nullptr;
    float* ys = y + begin;
    RESNET_VECTORISE
    for (int64_t j = 0; j < length; ++j) {
      float value = (xs[j] - mean[j]) * scale[j] + beta[j];
      if (kResidual) value += rs[j];
      ys[j] = kRelu ? Rectify(value) : value;
    }
  });
}

void Normalise(Periodic range, const float* x, const float* mean, const float* scale, const float* beta,
               const float* residual, bool relu, float* y) {
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

template <bool kRelu>
inline void GradientSumsLoop(Periodic range, const float* x, const float* y, const float* dy, const float* mean,
                             float* sum, float* product) {
  ForPeriods(range, [=](int64_t begin, int64_t length) {
    const float* xs = x + begin;
    const float* ys = kRelu ? y + begin : nullptr;
    const float* dys = dy + begin;
    RESNET_VECTORISE
    for (int64_t j = 0; j < length; ++j) {
      float g = dys[j];
      if (kRelu) g = ys[j] > 0.0f ? g : 0.0f;
      sum[j] += g;
      product[j] += g * (xs[j] - mean[j]);
    }
  });
}

void GradientSums(Periodic range, const float* x, const float* y, const float* dy, const float* mean, float* sum,
                  float* product) {
  if (y != nullptr) {
    GradientSumsLoop<true>(range, x, y, dy, mean, sum, product);
  } else {
    GradientSumsLoop<false>(range, x, y, dy, mean, sum, product);
  }
}

template <bool kRelu, bool kResidual>
inline void NormaliseBackwardLoop(Periodic range, const float* x, const float* y, const float* dy,
                                  const float* mean, const float* scale, const float* offset, const float* slope,
                                  float* dx, float* dresidual) {
  ForPeriods(range, [=](int64_t begin, int64_t length) {
    const float* xs = x + begin;
    const float* ys = kRelu ? y + begin : nullptr;
    const float* dys = dy + begin;
    float* dxs = dx + begin;
    float* drs = kResidual ? dresidual + begin : nullptr;
    RESNET_VECTORISE
    for (int64_t j = 0; j < length; ++j) {
      float g = dys[j];
      if (kRelu) g = ys[j] > 0.0f ? g : 0.0f;
      if (kResidual) drs[j] = g;
      dxs[j] = scale[j] * (g - offset[j] - (xs[j] - mean[j]) * slope[j]);
    }
  });
}

void NormaliseBackward(Periodic range, const float* x, const float* y, const float* dy, const float* mean,
                       const float* scale, const float* offset, const float* slope, float* dx, float* dresidual) {
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
