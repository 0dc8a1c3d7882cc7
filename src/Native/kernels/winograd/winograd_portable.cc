#include "kernels/simd/vec_portable.h"
#include "kernels/winograd/transforms.h"

namespace resnet {

extern const WinogradKernels kPortableWinogradKernels;
constexpr WinogradKernels kPortableWinogradKernels = MakeWinogradKernels<Vec>();

}  // namespace resnet
