// Int8 convolution by its formula, in integers and floats.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "conv/conv_reference.h"
#include "support/elements.h"
#include "support/typed_buffer.h"

namespace resnet {

struct QuantizedWeights {
  std::vector<int64_t> values;
  std::vector<float> scales;
};

inline QuantizedWeights QuantizeWeights(const std::vector<float>& weights, int64_t k) {
  QuantizedWeights quantized;
  quantized.scales.assign(static_cast<size_t>(k), 0.0f);
  for (size_t i = 0; i < weights.size(); ++i) {
    float& largest = quantized.scales[i % static_cast<size_t>(k)];
    largest = std::max(largest, std::fabs(weights[i]));
  }
  for (float& scale : quantized.scales) scale = scale == 0 ? 1 : scale / 127;
  for (size_t i = 0; i < weights.size(); ++i) {
    const float nearest = std::nearbyint(weights[i] / quantized.scales[i % static_cast<size_t>(k)]);
    quantized.values.push_back(std::clamp<int64_t>(static_cast<int64_t>(nearest), -127, 127));
  }
  return quantized;
}

inline uint8_t ToByte(float value) {
  if (std::isnan(value)) return 0;
  return static_cast<uint8_t>(std::clamp(std::nearbyint(value), 0.0f, 255.0f));
}

// Quantizes an image.
inline std::vector<uint8_t> QuantizeImage(const std::vector<float>& x, const rn_int8_scales& scales) {
  const float inverse = 1 / scales.input_scale;
  std::vector<uint8_t> bytes;
  for (float value : x) {
    const float scaled = value * inverse;
    bytes.push_back(ToByte(scaled + static_cast<float>(scales.input_zero)));
  }
  return bytes;
}

inline std::vector<int64_t> IntegerSums(const rn_conv2d_shape& shape, const std::vector<uint8_t>& x, int32_t zero,
                                        const std::vector<int64_t>& weights) {
  std::vector<int64_t> sums(static_cast<size_t>(OutputSize(shape)));
  ForEachProduct(shape, [&](int64_t xi, int64_t wi, int64_t yi) {
    sums[static_cast<size_t>(yi)] += (x[static_cast<size_t>(xi)] - zero) * weights[static_cast<size_t>(wi)];
  });
  return sums;
}

template <class T>
T ToOutput(float value, float output_scale) {
  if constexpr (std::is_same<T, uint8_t>::value) {
    return ToByte(value * (1 / output_scale));
  } else if constexpr (std::is_same<T, float>::value) {
    return value;
  } else {
    return NearestBFloat16(double{value});
  }
}

}  // namespace resnet
