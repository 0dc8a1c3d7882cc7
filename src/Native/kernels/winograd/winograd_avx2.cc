#include "kernels/simd/vec_avx2.h"
#include "kernels/winograd/transforms.h"

namespace resnet {

extern const WinogradKernels kAvx2WinogradKernels;
constexpr WinogradKernels kAvx2WinogradKernels = MakeWinogradKernels<Vec>();

}  // namespace resnet
