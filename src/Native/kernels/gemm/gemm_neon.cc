// NEON on AArch64: 32 registers of 4 floats.
#include "kernels/gemm/gemm_tile.h"
#include "kernels/simd/vec_neon.h"

namespace resnet {

extern const GemmKernels kNeonFloat32GemmKernels;
constexpr GemmKernels kNeonFloat32GemmKernels = MakeGemmKernels<Float32<Vec>, 16, 12, 8, 6>();

extern const GemmKernels kNeonBfloat16GemmKernels;
constexpr GemmKernels kNeonBfloat16GemmKernels = MakeGemmKernels<Bfloat16ThroughFloat32<Vec>, 16, 12, 7, 5>();

}  // namespace resnet
