#include "kernels/simd/vec_avx512.h"
#include "kernels/winograd/transforms.h"

namespace resnet {

extern const WinogradKernels kAvx512WinogradKernels;
constexpr WinogradKernels kAvx512WinogradKernels = MakeWinogradKernels<Vec>();

}  // namespace resnet
