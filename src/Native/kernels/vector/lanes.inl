// Vectors of the compiler's own vector types, so that every kernel is written once: with kWidth lanes for most of
// an array and with one lane for its end. Both use the same operations, each rounded once: the bits of an element
// depend neither on its index nor on the instruction set.

#define RESNET_INLINE inline __attribute__((always_inline))

// Macros, because the attribute does not accept a template parameter.
template <int kLanes>
struct Vectors;

#define RESNET_VECTORS(lanes)                                        \
  template <>                                                        \
  struct Vectors<lanes> {                                            \
    typedef float Floats __attribute__((vector_size(4 * lanes)));    \
    typedef int32_t Ints __attribute__((vector_size(4 * lanes)));    \
    typedef uint32_t Words __attribute__((vector_size(4 * lanes)));  \
    typedef uint16_t Halves __attribute__((vector_size(2 * lanes))); \
    typedef uint8_t Bytes __attribute__((vector_size(lanes)));       \
  }
RESNET_VECTORS(1);
RESNET_VECTORS(RESNET_VECTOR_LANES);

template <class To, class From>
RESNET_INLINE To ConvertLanes(From from) {
  return __builtin_convertvector(from, To);
}

#if defined(__AVX512F__)
// Explicit instructions, because GCC would convert halves and join them, or convert element by element. (With masks
// of all lanes, because GCC 12 warns of an undefined operand inside the plain intrinsics.)
template <>
RESNET_INLINE Vectors<16>::Words ConvertLanes<Vectors<16>::Words>(Vectors<16>::Halves from) {
  return reinterpret_cast<Vectors<16>::Words>(_mm512_maskz_cvtepu16_epi32(0xffff, reinterpret_cast<__m256i>(from)));
}
template <>
RESNET_INLINE Vectors<16>::Halves ConvertLanes<Vectors<16>::Halves>(Vectors<16>::Words from) {
  return reinterpret_cast<Vectors<16>::Halves>(
      _mm512_maskz_cvtepi32_epi16(0xffff, reinterpret_cast<__m512i>(from)));
}
template <>
RESNET_INLINE Vectors<16>::Ints ConvertLanes<Vectors<16>::Ints>(Vectors<16>::Bytes from) {
  return reinterpret_cast<Vectors<16>::Ints>(_mm512_maskz_cvtepu8_epi32(0xffff, reinterpret_cast<__m128i>(from)));
}
#elif defined(__AVX2__)
template <>
RESNET_INLINE Vectors<8>::Words ConvertLanes<Vectors<8>::Words>(Vectors<8>::Halves from) {
  return reinterpret_cast<Vectors<8>::Words>(_mm256_cvtepu16_epi32(reinterpret_cast<__m128i>(from)));
}
template <>
RESNET_INLINE Vectors<8>::Ints ConvertLanes<Vectors<8>::Ints>(Vectors<8>::Bytes from) {
  const __m128i bytes = _mm_cvtsi64_si128(reinterpret_cast<long long>(from));
  return reinterpret_cast<Vectors<8>::Ints>(_mm256_cvtepu8_epi32(bytes));
}
#endif

template <int kLanes>
struct Lanes {
  static constexpr int64_t kCount = kLanes;
  using Floats = typename Vectors<kLanes>::Floats;
  using Ints = typename Vectors<kLanes>::Ints;
  using Words = typename Vectors<kLanes>::Words;
  using Halves = typename Vectors<kLanes>::Halves;
  using Bytes = typename Vectors<kLanes>::Bytes;

  static RESNET_INLINE Floats Load(const float* from) { return Read<Floats>(from); }

  static RESNET_INLINE Floats Load(const BFloat16* from) {
    return reinterpret_cast<Floats>(ConvertLanes<Words>(Read<Halves>(from)) << 16);
  }

  static RESNET_INLINE Floats Load(const uint8_t* from) { return ConvertLanes<Floats>(LoadInts(from)); }

  static RESNET_INLINE Ints LoadInts(const uint8_t* from) { return ConvertLanes<Ints>(Read<Bytes>(from)); }

  static RESNET_INLINE Ints Same(int32_t value) { return value - Ints{}; }

  static RESNET_INLINE void Store(float* to, Floats values) { Write(to, values); }

  // Rounds to nearest even by integer operations, which keep denormals, unlike the conversion instruction. A carry
  // into the exponent is correct, except that it would turn some NaN into infinity: these are truncated and made
  // quiet instead.
  static RESNET_INLINE void Store(BFloat16* to, Floats values) {
    const Words bits = reinterpret_cast<Words>(values);
    const Words rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
    const Words quiet = (bits >> 16) | 0x40u;
    Write(to, ConvertLanes<Halves>(values == values ? rounded : quiet));
  }

  static RESNET_INLINE void Store(uint8_t* to, Ints values) { Write(to, ConvertLanes<Bytes>(values)); }

  // max(x, 0); NaN stays NaN.
  static RESNET_INLINE Floats Rectify(Floats x) {
    const Floats zero = {};
    return zero > x ? zero : x;
  }

  // gradient if y > 0, else 0.
  static RESNET_INLINE Floats Pass(Floats y, Floats gradient) {
    const Floats zero = {};
    return y > zero ? gradient : zero;
  }

 private:
  template <class Vector>
  static RESNET_INLINE Vector Read(const void* from) {
    Vector vector;
    __builtin_memcpy(&vector, from, sizeof(vector));
    return vector;
  }

  template <class Vector>
  static RESNET_INLINE void Write(void* to, Vector vector) {
    __builtin_memcpy(to, &vector, sizeof(vector));
  }
};

// Calls body(lanes, i) for every vector of elements, which begins at element i.
template <class Body>
RESNET_INLINE void ForLanes(int64_t count, const Body& body) {
  int64_t i = 0;
  for (; i + kWidth <= count; i += kWidth) body(Lanes<kWidth>(), i);
  for (; i < count; ++i) body(Lanes<1>(), i);
}
