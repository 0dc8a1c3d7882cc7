// NEON on AArch64: 4 floats. For *_neon.cc files only.
#pragma once

#include <arm_neon.h>

#include <cstdint>

#include "base/bfloat16.h"

namespace resnet {
namespace {

struct Vec {
  using Type = float32x4_t;
  static constexpr int kLength = 4;
  static Type Zero() { return vdupq_n_f32(0.0f); }
  static Type Set(float value) { return vdupq_n_f32(value); }
  static Type Load(const float* p) { return vld1q_f32(p); }
  static Type LoadPartial(const float* p, int64_t count) {
    float lanes[kLength] = {};
    for (int64_t i = 0; i < count; ++i) lanes[i] = p[i];
    return vld1q_f32(lanes);
  }
  static void Store(float* p, Type v) { vst1q_f32(p, v); }
  static void StorePartial(float* p, Type v, int64_t count) {
    float lanes[kLength];
    vst1q_f32(lanes, v);
    for (int64_t i = 0; i < count; ++i) p[i] = lanes[i];
  }
  static Type Add(Type a, Type b) { return vaddq_f32(a, b); }
  static Type Subtract(Type a, Type b) { return vsubq_f32(a, b); }
  static Type Multiply(Type a, Type b) { return vmulq_f32(a, b); }
  static Type MultiplyAdd(Type a, Type b, Type c) { return vfmaq_f32(c, a, b); }
  static Type NegateMultiplyAdd(Type a, Type b, Type c) { return vfmsq_f32(c, a, b); }
  static Type Max(Type a, Type b) { return vmaxq_f32(a, b); }
  // Lanes with these lower halves and upper halves of zero.
  static Type LoadHalves(const BFloat16* p) {
    return vreinterpretq_f32_u32(vmovl_u16(vld1_u16(reinterpret_cast<const uint16_t*>(p))));
  }
  static Type LoadHalvesPartial(const BFloat16* p, int64_t count) {
    BFloat16 lanes[kLength] = {};
    for (int64_t i = 0; i < count; ++i) lanes[i] = p[i];
    return LoadHalves(lanes);
  }
  // The upper halves of the lanes must be zero.
  static void StoreHalves(BFloat16* p, Type v) {
    vst1_u16(reinterpret_cast<uint16_t*>(p), vmovn_u32(vreinterpretq_u32_f32(v)));
  }
  // Lanes with these lowest bytes and other bytes of zero.
  static Type LoadBytes(const uint8_t* p) {
    const uint32_t lanes[kLength] = {p[0], p[1], p[2], p[3]};
    return vreinterpretq_f32_u32(vld1q_u32(lanes));
  }
  // The other bytes of the lanes must be zero.
  static void StoreBytes(uint8_t* p, Type v) {
    uint32_t lanes[kLength];
    vst1q_u32(lanes, vreinterpretq_u32_f32(v));
    for (int i = 0; i < kLength; ++i) p[i] = static_cast<uint8_t>(lanes[i]);
  }
};

}  // namespace
}  // namespace resnet
