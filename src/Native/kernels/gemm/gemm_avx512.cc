// AVX-512: 32 registers of 16 floats.
#include "kernels/gemm/gemm_tile.h"
#include "kernels/gemm/int8_arithmetic.h"
#include "kernels/simd/vec_avx512.h"

namespace resnet {

extern const GemmKernels kAvx512Float32GemmKernels;
constexpr GemmKernels kAvx512Float32GemmKernels = MakeGemmKernels<Float32<Vec>, 24, 14, 9, 7>();

extern const GemmKernels kAvx512Bfloat16GemmKernels;
constexpr GemmKernels kAvx512Bfloat16GemmKernels = MakeGemmKernels<Bfloat16ThroughFloat32<Vec>, 24, 12, 7, 5>();

extern const GemmKernels kAvx512Uint8GemmKernels;
constexpr GemmKernels kAvx512Uint8GemmKernels = MakeGemmKernels<Int8ThroughInt16<Vec>, 24, 12, 7, 5>();

}  // namespace resnet
