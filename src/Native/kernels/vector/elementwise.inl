// Kernels over flat arrays.

template <class T>
void Relu(int64_t count, const T* x, T* y) {
  ForLanes(count, [=](auto lanes, int64_t i) { lanes.Store(y + i, lanes.Rectify(lanes.Load(x + i))); });
}

template <class T>
void ReluBackward(int64_t count, const T* y, const T* dy, T* dx) {
  ForLanes(count,
           [=](auto lanes, int64_t i) { lanes.Store(dx + i, lanes.Pass(lanes.Load(y + i), lanes.Load(dy + i))); });
}

template <class T>
void Add(int64_t count, const T* a, const T* b, T* y) {
  ForLanes(count, [=](auto lanes, int64_t i) { lanes.Store(y + i, lanes.Load(a + i) + lanes.Load(b + i)); });
}

template <class T>
void Divide(int64_t count, const T* x, float divisor, T* y) {
  ForLanes(count, [=](auto lanes, int64_t i) { lanes.Store(y + i, lanes.Load(x + i) / divisor); });
}

template <class From, class To>
void Convert(int64_t count, const From* from, To* to) {
  ForLanes(count, [=](auto lanes, int64_t i) { lanes.Store(to + i, lanes.Load(from + i)); });
}

template <bool kNesterov>
RESNET_INLINE void SgdLoop(int64_t count, SgdRates rates, const float* gradient, float* velocity, float* weights) {
  ForLanes(count, [=](auto lanes, int64_t i) {
    const auto weight = lanes.Load(weights + i);
    const auto step = rates.learning_rate * (lanes.Load(gradient + i) + rates.weight_decay * weight);
    const auto v = rates.momentum * lanes.Load(velocity + i) + step;
    lanes.Store(velocity + i, v);
    lanes.Store(weights + i, weight - (kNesterov ? rates.momentum * v + step : v));
  });
}

void Sgd(int64_t count, const SgdRates& rates, const float* gradient, float* velocity, float* weights) {
  if (rates.nesterov) {
    SgdLoop<true>(count, rates, gradient, velocity, weights);
  } else {
    SgdLoop<false>(count, rates, gradient, velocity, weights);
  }
}
