// NEON on AArch64: 32 registers of 4 floats.
#include "kernels/gemm/gemm_tile.h"
#include "kernels/gemm/int8_arithmetic.h"
#include "kernels/simd/vec_neon.h"

namespace resnet {

extern const GemmKernels kNeonFloat32GemmKernels;
constexpr GemmKernels kNeonFloat32GemmKernels = MakeGemmKernels<Float32<Vec>, 16, 12, 8, 6>();

extern const GemmKernels kNeonBfloat16GemmKernels;
constexpr GemmKernels kNeonBfloat16GemmKernels = MakeGemmKernels<Bfloat16ThroughFloat32<Vec>, 16, 12, 7, 5>();

extern const GemmKernels kNeonUint8GemmKernels;
constexpr GemmKernels kNeonUint8GemmKernels = MakeGemmKernels<Int8ThroughInt32<Vec>, 12, 4>();

}  // namespace resnet
