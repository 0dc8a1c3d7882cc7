// Kernels over stored pixels and network input.

template <class Pixel, class T>
void Standardize(int64_t count, const Pixel* x, const float* mean, const float* scale, T* out) {
  ForLanes(count, [=](auto lanes, int64_t i) {
    lanes.Store(out + i, (lanes.Load(x + i) - lanes.Load(mean + i)) * lanes.Load(scale + i));
  });
}

template <class Pixel>
void Weighted(int64_t count, int32_t taps, const float* weights, const Pixel* x, int64_t stride, float* out) {
  ForLanes(count, [=](auto lanes, int64_t i) {
    auto sum = lanes.Load(x + i) * weights[0];
    for (int32_t t = 1; t < taps; ++t) sum += lanes.Load(x + t * stride + i) * weights[t];
    lanes.Store(out + i, sum);
  });
}

template <class T>
void Blend(int64_t count, float share, const T* a, const T* b, T* y) {
  ForLanes(count, [=](auto lanes, int64_t i) {
    lanes.Store(y + i, share * lanes.Load(a + i) + (1 - share) * lanes.Load(b + i));
  });
}
