// Kernels over parameters and their gradients.

template <bool kNesterov>
RESNET_INLINE void SgdLoop(int64_t count, SgdRates rates, const float* gradient, float* velocity, float* weights) {
  ForLanes(count, [=](auto lanes, int64_t i) {
    const auto weight = lanes.Load(weights + i);
    const auto g = rates.gradient_scale * lanes.Load(gradient + i) + rates.weight_decay * weight;
    const auto step = rates.learning_rate * g;
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

void MovingAverage(int64_t count, float rate, const float* x, float* average) {
  ForLanes(count, [=](auto lanes, int64_t i) {
    const auto old = lanes.Load(average + i);
    lanes.Store(average + i, old + rate * (lanes.Load(x + i) - old));
  });
}

// Always as many sums as the widest vector has lanes, so that the order of additions is the same for every
// instruction set.
double SumOfSquares(int64_t count, const float* x) {
  constexpr int64_t kSums = 16;
  typedef float Floats __attribute__((vector_size(4 * kSums)));
  typedef double Doubles __attribute__((vector_size(8 * kSums)));
  Doubles sums = {};
  int64_t i = 0;
  for (; i + kSums <= count; i += kSums) {
    Floats values;
    __builtin_memcpy(&values, x + i, sizeof(values));
    const Doubles wide = __builtin_convertvector(values, Doubles);
    sums += wide * wide;
  }
  double sum = 0;
  for (int64_t lane = 0; lane < kSums; ++lane) sum += sums[lane];
  for (; i < count; ++i) sum += static_cast<double>(x[i]) * x[i];
  return sum;
}
