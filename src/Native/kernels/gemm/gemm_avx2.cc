// AVX2 with FMA: 16 registers of 8 floats.
#include "kernels/gemm/gemm_tile.h"
#include "kernels/gemm/int8_arithmetic.h"
#include "kernels/simd/vec_avx2.h"

namespace resnet {

extern const GemmKernels kAvx2Float32GemmKernels;
constexpr GemmKernels kAvx2Float32GemmKernels = MakeGemmKernels<Float32<Vec>, 12, 6, 4>();

extern const GemmKernels kAvx2Bfloat16GemmKernels;
constexpr GemmKernels kAvx2Bfloat16GemmKernels = MakeGemmKernels<Bfloat16ThroughFloat32<Vec>, 10, 4>();

extern const GemmKernels kAvx2Uint8GemmKernels;
constexpr GemmKernels kAvx2Uint8GemmKernels = MakeGemmKernels<Int8ThroughInt16<Vec>, 10, 4>();

}  // namespace resnet
