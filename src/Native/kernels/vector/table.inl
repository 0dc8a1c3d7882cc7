// The table of memory-bound kernels, compiled once per instruction set by a file that names it in
// RESNET_VECTOR_KERNELS. The kernels are plain loops that the compiler vectorises with the file's flags; being
// static, no copy of them can stand in for another instruction set's.
#include "kernels/vector/vector.h"

// The operands of a kernel are the same array or disjoint: no iteration reads what another has written.
#define RESNET_VECTORISE _Pragma("GCC ivdep")

namespace resnet {
namespace {

#include "kernels/vector/elementwise.inl"
// These build on elementwise.inl.
#include "kernels/vector/batch_norm.inl"
#include "kernels/vector/image.inl"
#include "kernels/vector/pool.inl"

}  // namespace

extern const VectorKernels RESNET_VECTOR_KERNELS = {
    Relu,
    ReluBackward,
    Add,
    Sgd,
    Sum,
    Moments,
    Normalise,
    GradientSums,
    NormaliseBackward,
    MaxOfTaps,
    SumOfWinners,
    StandardiseBytes,
    StandardiseFloats,
};

}  // namespace resnet
