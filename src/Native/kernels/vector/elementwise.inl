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
