// Any CPU.
#include "kernels/gemm/gemm_tile.h"
#include "kernels/gemm/int8_arithmetic.h"
#include "kernels/simd/vec_portable.h"

namespace resnet {

extern const GemmKernels kPortableFloat32GemmKernels;
constexpr GemmKernels kPortableFloat32GemmKernels = MakeGemmKernels<Float32<Vec>, 8, 4>();

extern const GemmKernels kPortableBfloat16GemmKernels;
constexpr GemmKernels kPortableBfloat16GemmKernels = MakeGemmKernels<Bfloat16ThroughFloat32<Vec>, 8, 4>();

extern const GemmKernels kPortableUint8GemmKernels;
constexpr GemmKernels kPortableUint8GemmKernels = MakeGemmKernels<Int8ThroughInt32<Vec>, 8, 4>();

}  // namespace resnet
