// The addresses of pixels and positions for a vector of channels. For winograd_<isa>.cc files only.
#pragma once

#include "kernels/simd/bfloat16.h"
#include "kernels/winograd/winograd.h"

#define RESNET_INLINE inline __attribute__((always_inline))

namespace resnet {
namespace {

// Hides the origin of an address from the compiler, which would otherwise compute the addresses of all positions
// and pixels before the loop over channels and spill them for lack of registers. That takes longer than
// transforming a few channels. From a hidden address it computes them in the loop, as multiples of one stride.
template <class T>
RESNET_INLINE T* Hide(T* p) {
  asm("" : "+r"(p));
  return p;
}

// The kWindow x kWindow positions of a transformed array.
template <int kWindow, class T>
struct Positions {
  T* data;
  int64_t stride;

  RESNET_INLINE auto Row(int64_t channel, int i) const {
    T* row = Hide(data + i * kWindow * stride + channel);
    return [row, stride = stride](int j) { return row + j * stride; };
  }
  RESNET_INLINE auto Column(int64_t channel, int j) const {
    T* column = Hide(data + j * stride + channel);
    return [column, stride = kWindow * stride](int i) { return column + i * stride; };
  }
};

// The pixels of a window that lies inside the image.
template <class Element>
struct Strided {
  const Element* data;
  int64_t row_stride, pixel_stride;

  RESNET_INLINE auto Column(int64_t channel, int j) const {
    const Element* column = Hide(data + j * pixel_stride + channel);
    return [column, stride = row_stride](int i) { return column + i * stride; };
  }
};

// The pixels of a window at the border of the image: a table of pointers.
template <int kSize, class Element>
struct Clipped {
  const Element* pixels[kSize * kSize];

  explicit Clipped(const WinogradWindow& window) {
    const auto* const data = static_cast<const Element*>(window.data);
    const auto* const zeros = static_cast<const Element*>(window.zeros);
    for (int i = 0; i < kSize; ++i) {
      const bool row = i >= window.row_begin && i < window.row_end;
      for (int j = 0; j < kSize; ++j) {
        const bool inside = row && j >= window.col_begin && j < window.col_end;
        pixels[i * kSize + j] = inside ? data + i * window.row_stride + j * window.pixel_stride : zeros;
      }
    }
  }
  RESNET_INLINE auto Column(int64_t channel, int j) const {
    const Element* const* column = Hide(pixels + j);
    return [column, channel](int i) { return column[i * kSize] + channel; };
  }
};

template <int kSize, class Element, class Body>
RESNET_INLINE void WithPixels(const WinogradWindow& window, const Body& body) {
  const bool inside =
      window.row_begin == 0 && window.row_end == kSize && window.col_begin == 0 && window.col_end == kSize;
  if (inside) {
    body(Strided<Element>{static_cast<const Element*>(window.data), window.row_stride, window.pixel_stride});
  } else {
    body(Clipped<kSize, Element>(window));
  }
}

// Loads and stores all lanes of a vector, or, in a tensor's last vector, the first `count`.
template <class Vec>
struct AllLanes {
  using Lanes = Bfloat16Lanes<Vec>;
  using Type = typename Vec::Type;
  template <class Element>
  RESNET_INLINE Type Load(const Element* p) const {
    return Lanes::Load(p);
  }
  template <class Element>
  RESNET_INLINE void Store(Element* p, Type v) const {
    Lanes::Store(p, v);
  }
};

template <class Vec>
struct FirstLanes {
  using Lanes = Bfloat16Lanes<Vec>;
  using Type = typename Vec::Type;
  int64_t count;
  template <class Element>
  RESNET_INLINE Type Load(const Element* p) const {
    return Lanes::LoadPartial(p, count);
  }
  template <class Element>
  RESNET_INLINE void Store(Element* p, Type v) const {
    StorePartial<Lanes>(p, v, count);
  }
};

// body(first channel, lanes) for every vector of channels.
template <class Vec, class Body>
RESNET_INLINE void ForVectors(int64_t channels, const Body& body) {
  int64_t channel = 0;
  for (; channel + Vec::kLength <= channels; channel += Vec::kLength) body(channel, AllLanes<Vec>{});
  if (channel < channels) body(channel, FirstLanes<Vec>{channels - channel});
}

}  // namespace
}  // namespace resnet
