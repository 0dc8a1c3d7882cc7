// Kernels that join the channels of several pixels into those of one.

template <bool kArgmax, class T>
RESNET_INLINE void MaxOfTapsLoop(int32_t count, const T* const* taps, const uint8_t* ids, int64_t channels, T* y,
                                 uint8_t* argmax) {
  ForLanes(channels, [=](auto lanes, int64_t c) {
    auto best = lanes.Load(taps[0] + c);
    auto winner = lanes.Same(ids[0]);
    for (int32_t tap = 1; tap < count; ++tap) {
      const auto value = lanes.Load(taps[tap] + c);
      // A NaN compares false: it is taken, and once taken it stays.
      const auto take = ~(value <= best) & (best == best);
      best = take ? value : best;
      if (kArgmax) winner = take ? lanes.Same(ids[tap]) : winner;
    }
    lanes.Store(y + c, best);
    if (kArgmax) lanes.Store(argmax + c, winner);
  });
}

template <class T>
void MaxOfTaps(int32_t count, const T* const* taps, const uint8_t* ids, int64_t channels, T* y, uint8_t* argmax) {
  if (argmax != nullptr) {
    MaxOfTapsLoop<true>(count, taps, ids, channels, y, argmax);
  } else {
    MaxOfTapsLoop<false>(count, taps, ids, channels, y, argmax);
  }
}

template <class T>
void SumOfWinners(int32_t count, const T* const* dy, const uint8_t* const* argmax, const uint8_t* ids,
                  int64_t channels, T* dx) {
  ForLanes(channels, [=](auto lanes, int64_t c) {
    const typename decltype(lanes)::Floats zero = {};
    auto sum = zero;
    for (int32_t tap = 0; tap < count; ++tap) {
      const auto won = lanes.LoadInts(argmax[tap] + c) == lanes.Same(ids[tap]);
      sum += won ? lanes.Load(dy[tap] + c) : zero;
    }
    lanes.Store(dx + c, sum);
  });
}
