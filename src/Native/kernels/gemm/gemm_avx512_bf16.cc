// AVX-512 with dot products of two bfloat16 or four int8 numbers.
#include "kernels/gemm/dot_products_avx512.h"
#include "kernels/gemm/gemm_tile.h"

namespace resnet {

extern const GemmKernels kAvx512Bf16Bfloat16GemmKernels;
constexpr GemmKernels kAvx512Bf16Bfloat16GemmKernels = WithPackedPixels(MakeGemmKernels<Bfloat16, 24, 14, 9, 7>());

extern const GemmKernels kAvx512Bf16Uint8GemmKernels;
constexpr GemmKernels kAvx512Bf16Uint8GemmKernels = MakeGemmKernels<Int8, 24, 14, 9, 7>();

}  // namespace resnet
