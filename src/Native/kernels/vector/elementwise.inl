// Kernels over flat arrays.

// max(x, 0) that passes NaN on: this form is exactly the hardware's maximum with x as the second operand.
inline float Rectify(float x) { return 0.0f > x ? 0.0f : x; }

void Relu(int64_t count, const float* x, float* y) {
  RESNET_VECTORISE
  for (int64_t i = 0; i < count; ++i) y[i] = Rectify(x[i]);
}

void ReluBackward(int64_t count, const float* y, const float* dy, float* dx) {
  RESNET_VECTORISE
  for (int64_t i = 0; i < count; ++i) {
    const float gradient = dy[i];
    dx[i] = y[i] > 0.0f ? gradient : 0.0f;
  }
}

void Add(int64_t count, const float* a, const float* b, float* y) {
  RESNET_VECTORISE
  for (int64_t i = 0; i < count; ++i) y[i] = a[i] + b[i];
}

template <bool kNesterov>
inline void SgdLoop(int64_t count, SgdRates rates, const float* gradient, float* velocity, float* weights) {
  RESNET_VECTORISE
  for (int64_t i = 0; i < count; ++i) {
    const float step = rates.learning_rate * (gradient[i] + rates.weight_decay * weights[i]);
    const float v = rates.momentum * velocity[i] + step;
    velocity[i] = v;
    weights[i] -= kNesterov ? rates.momentum * v + step : v;
  }
}

void Sgd(int64_t count, const SgdRates& rates, const float* gradient, float* velocity, float* weights) {
  if (rates.nesterov) {
    SgdLoop<true>(count, rates, gradient, velocity, weights);
  } else {
    SgdLoop<false>(count, rates, gradient, velocity, weights);
  }
}
