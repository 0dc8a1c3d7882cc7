// Kernels from stored pixels to network input.

template <class Pixel, class T>
void Standardise(int64_t count, const Pixel* x, const float* mean, const float* scale, T* out) {
  ForLanes(count, [=](auto lanes, int64_t i) {
    lanes.Store(out + i, (lanes.Load(x + i) - lanes.Load(mean + i)) * lanes.Load(scale + i));
  });
}
