#include "conv/dispatch/packed_convolution.h"

#include "conv/direct/direct_convolution.h"
#include "conv/direct/merged_groups.h"
#include "conv/direct/packed_weights.h"
#include "conv/winograd/weights.h"

namespace resnet {

PackedConvolution::PackedConvolution(Isa isa, const ConvShape& shape, Pass pass, Algorithm algorithm)
    : shape_(shape),
      merged_(MergeGroups(GetGemmKernels(isa, shape.type), shape)),
      algorithm_(algorithm),
      kernels_(GetGemmKernels(isa, shape.type)),
      method_(GetWinogradMethod(isa, algorithm)) {
  const bool forward = pass == Pass::kForward;
  if (algorithm != Algorithm::kDirect) {
    winograd_ = forward ? PlanWinogradForward(shape) : PlanWinogradBackwardData(shape);
  } else {
    direct_ = forward ? PlanForward(merged_) : PlanBackwardData(merged_);
  }
}

int64_t PackedConvolution::PackedLength() const {
  return algorithm_ != Algorithm::kDirect ? WinogradPackedLength(method_, winograd_)
                                          : resnet::PackedLength(kernels_, direct_);
}

void PackedConvolution::Pack(ThreadPool& pool, const float* weights, Word* packed) const {
  if (algorithm_ != Algorithm::kDirect) {
    PackWinogradWeights(pool, method_, winograd_, weights, packed);
  } else {
    const MergedWeights merged(pool, shape_, merged_, weights);
    PackWeights(pool, kernels_, merged_, direct_, merged.data(), packed);
  }
}

void PackedConvolution::Run(ThreadPool& pool, ConstTensor source, const Word* packed, const Epilogue& epilogue,
                            void* out) const {
  if (algorithm_ != Algorithm::kDirect) {
    RunWinograd(pool, method_, winograd_, source, packed, epilogue, {out, shape_.type});
  } else {
    RunDirect(pool, kernels_, direct_, source, packed, epilogue, out);
  }
}

}  // namespace resnet
