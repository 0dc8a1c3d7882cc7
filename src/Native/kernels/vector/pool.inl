// Kernels that reduce several pixels to one, channel by channel.

template <bool kArgmax, class T>
RESNET_INLINE void MaxOfTapsLoop(int32_t count, const T* const* taps, const uint8_t* ids, int64_t channels, T* y,
                                 uint8_t* argmax) {
  ForLanes(channels, [=](auto lanes, int64_t c) {
    auto best = lanes.Load(taps[0] + c);
    auto winner = lanes.Same(ids[0]);
    for (int32_t tap = 1; tap < count; ++tap) {
      const auto value = lanes.Load(taps[tap] + c);
      // Comparisons with NaN are false: a NaN value is taken, and a NaN best is kept.
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

// A plain loop, which the compiler vectorizes over bytes rather than over the floats of MaxOfTaps.
inline void MaxOfBytes(int32_t count, const uint8_t* const* taps, const uint8_t*, int64_t channels, uint8_t* y,
                       uint8_t*) {
  __builtin_memcpy(y, taps[0], static_cast<size_t>(channels));
  for (int32_t tap = 1; tap < count; ++tap) {
    const uint8_t* __restrict values = taps[tap];
    for (int64_t c = 0; c < channels; ++c) y[c] = y[c] < values[c] ? values[c] : y[c];
  }
}

template <class T>
void MeanOfTaps(int32_t count, const T* const* taps, int64_t channels, T* y) {
  const auto divisor = static_cast<float>(count);
  ForLanes(channels, [=](auto lanes, int64_t c) {
    auto sum = lanes.Load(taps[0] + c);
    for (int32_t tap = 1; tap < count; ++tap) sum += lanes.Load(taps[tap] + c);
    if constexpr (std::is_same<T, uint8_t>::value) {
      lanes.Store(y + c, ConvertLanes<typename decltype(lanes)::Ints>(sum / divisor + 0.5f));
    } else {
      lanes.Store(y + c, sum / divisor);
    }
  });
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
