// Kernels from stored pixels to network input.

template <class Pixel>
inline void Standardise(int64_t count, const Pixel* x, const float* mean, const float* scale, float* out) {
  RESNET_VECTORISE
  for (int64_t i = 0; i < count; ++i) out[i] = (static_cast<float>(x[i]) - mean[i]) * scale[i];
}

void StandardiseBytes(int64_t count, const uint8_t* x, const float* mean, const float* scale, float* out) {
  Standardise(count, x, mean, scale, out);
}

void StandardiseFloats(int64_t count, const float* x, const float* mean, const float* scale, float* out) {
  Standardise(count, x, mean, scale, out);
}
