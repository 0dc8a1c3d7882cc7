// Kernels that join the channels of several pixels into those of one.

// Channels taken at a time: the winners so far stay in the first-level cache, as 32-bit integers beside the floats
// they select, and shrink to bytes once at the end.
constexpr int64_t kPoolChannels = 256;

inline void TakeLarger(int64_t channels, const float* x, int32_t id, float* best, int32_t* winner) {
  RESNET_VECTORISE
  for (int64_t c = 0; c < channels; ++c) {
    const float value = x[c];
    const float old = best[c];
    const int32_t first = winner[c];
    // A NaN compares false: it is taken, and once taken it stays.
    const bool take = !(value <= old) & (old == old);
    best[c] = take ? value : old;
    winner[c] = take ? id : first;
  }
}

void MaxOfTaps(int32_t count, const float* const* taps, const uint8_t* ids, int64_t channels, float* y,
               uint8_t* argmax) {
  int32_t winner[kPoolChannels];
  for (int64_t begin = 0; begin < channels; begin += kPoolChannels) {
    const int64_t length = channels - begin < kPoolChannels ? channels - begin : kPoolChannels;
    float* best = y + begin;
    const float* first = taps[0] + begin;
    for (int64_t c = 0; c < length; ++c) {
      best[c] = first[c];
      winner[c] = ids[0];
    }
    for (int32_t tap = 1; tap < count; ++tap) TakeLarger(length, taps[tap] + begin, ids[tap], best, winner);
    if (argmax == nullptr) continue;
    uint8_t* out = argmax + begin;
    RESNET_VECTORISE
    for (int64_t c = 0; c < length; ++c) out[c] = static_cast<uint8_t>(winner[c]);
  }
}

void SumOfWinners(int32_t count, const float* const* dy, const uint8_t* const* argmax, const uint8_t* ids,
                  int64_t channels, float* dx) {
  for (int64_t c = 0; c < channels; ++c) dx[c] = 0.0f;
  for (int32_t tap = 0; tap < count; ++tap) {
    const float* gradient = dy[tap];
    const uint8_t* winner = argmax[tap];
    const int32_t id = ids[tap];
    RESNET_VECTORISE
    for (int64_t c = 0; c < channels; ++c) {
      const float value = gradient[c];
      dx[c] += winner[c] == id ? value : 0.0f;
    }
  }
}
