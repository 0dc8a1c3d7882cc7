#include <cmath>

#include "abi/context.h"
#include "loss/sigmoid.h"
#include "loss/softmax.h"

using namespace resnet;

rn_status rn_softmax(rn_context* context, int64_t n, int32_t classes, rn_const_buffer logits,
                     rn_buffer probabilities) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({n, classes}, "logits");
    CheckLength(logits, count, "logits");
    CheckLength(probabilities, count, "probabilities");
    CheckInPlace({probabilities, "probabilities"}, {logits, "logits"});
    Softmax(c.pool, n, classes, Floats(logits), Floats(probabilities));
  });
}

rn_status rn_softmax_cross_entropy(rn_context* context, int64_t n, int32_t classes, float gradient_scale,
                                   rn_const_buffer logits, rn_const_buffer targets, const int32_t* labels,
                                   int64_t labels_length, rn_buffer dlogits, double* loss, int64_t* correct) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({n, classes}, "logits");
    Require(std::isfinite(gradient_scale), "gradient_scale is %g; it must be finite.", double{gradient_scale});
    CheckLength(logits, count, "logits");
    CheckLength(targets, count, "targets");
    CheckLength(labels, labels_length, n, "labels");
    const bool gradient = CheckOptional(dlogits, count, "dlogits");
    Require(loss != nullptr, "loss is null.");
    Require(correct != nullptr, "correct is null.");
    for (int64_t i = 0; i < n; ++i) {
      Require(labels[i] >= 0 && labels[i] < classes, "labels[%lld] is %d; with %d classes it must be 0 to %d.",
              static_cast<long long>(i), labels[i], classes, classes - 1);
    }
    CheckOverlap({{dlogits, "dlogits"}}, {{targets, "targets"}, {labels, n * 4, "labels"}});
    CheckInPlace({dlogits, "dlogits"}, {logits, "logits"});
    SoftmaxCrossEntropy(c.pool, n, classes,
                        {gradient_scale, Floats(logits), Floats(targets), labels,
                         gradient ? Floats(dlogits) : nullptr, loss, correct});
  });
}

rn_status rn_sigmoid_cross_entropy(rn_context* context, int64_t n, int32_t labels, float gradient_scale,
                                   rn_const_buffer logits, rn_const_buffer targets, const uint8_t* truth,
                                   int64_t truth_length, rn_buffer dlogits, double* loss, rn_label_counts* counts) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t count = Product({n, labels}, "logits");
    Require(std::isfinite(gradient_scale), "gradient_scale is %g; it must be finite.", double{gradient_scale});
    CheckLength(logits, count, "logits");
    CheckLength(targets, Product({n, 2, labels}, "targets"), "targets");
    CheckLength(truth, truth_length, count, "truth");
    const bool gradient = CheckOptional(dlogits, count, "dlogits");
    Require(loss != nullptr, "loss is null.");
    Require(counts != nullptr, "counts is null.");
    CheckOverlap({{dlogits, "dlogits"}}, {{targets, "targets"}, {truth, count, "truth"}});
    CheckInPlace({dlogits, "dlogits"}, {logits, "logits"});
    SigmoidCrossEntropy(c.pool, n, labels,
                        {gradient_scale, Floats(logits), Floats(targets), truth,
                         gradient ? Floats(dlogits) : nullptr, loss, counts});
  });
}
