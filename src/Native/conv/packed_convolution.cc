#include "conv/packed_convolution.h"

#include "conv/weights.h"
#include "conv/winograd/weights.h"

namespace resnet {

PackedConvolution::PackedConvolution(Isa isa, const ConvShape& shape, Pass pass, Algorithm algorithm)
    : shape_(shape), algorithm_(algorithm), method_(GetWinogradMethod(isa, algorithm)) {
  const bool forward = pass == Pass::kForward;
  if (algorithm != Algorithm::kDirect) {
    winograd_ = forward ? PlanWinogradForward(shape) : PlanWinogradBackwardData(shape);
  } else {
    direct_ = forward ? PlanForward(shape) : PlanBackwardData(shape);
  }
}

int64_t PackedConvolution::PackedLength() const {
  return algorithm_ != Algorithm::kDirect ? WinogradPackedLength(method_, winograd_)
                                          : resnet::PackedLength(method_.gemm, direct_);
}

void PackedConvolution::Pack(ThreadPool& pool, const float* weights, float* packed) const {
  if (algorithm_ != Algorithm::kDirect) {
    PackWinogradWeights(pool, method_, winograd_, weights, packed);
  } else {
    PackWeights(pool, method_.gemm, shape_, direct_, weights, packed);
  }
}

void PackedConvolution::Run(ThreadPool& pool, const float* source, const float* packed, const Epilogue& epilogue,
                            float* out) const {
  if (algorithm_ != Algorithm::kDirect) {
    RunWinograd(pool, method_, winograd_, source, packed, epilogue, out);
  } else {
    RunConvolutions(pool, method_.gemm, direct_, source, packed, epilogue, out);
  }
}

}  // namespace resnet
