#include "kernels/simd/vec_neon.h"
#include "kernels/winograd/transforms.h"

namespace resnet {

extern const WinogradKernels kNeonWinogradKernels;
constexpr WinogradKernels kNeonWinogradKernels = MakeWinogradKernels<Vec>();

}  // namespace resnet
