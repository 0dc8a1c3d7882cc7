#include "abi/context.h"
#include "abi/elements.h"
#include "image/batch.h"
#include "image/mix.h"

using namespace resnet;

namespace {

// The bytes of the store. `out` is the length of the batch's images in elements.
struct ImageSizes {
  int64_t out;
  int64_t store_bytes;
};

ImageSizes CheckBatch(const rn_image_batch* batch) {
  Require(batch != nullptr, "batch is null.");
  const rn_image_batch& b = *batch;
  Require(b.c >= 1 && b.c <= kMaxImageChannels, "c is %d; it is 1 to %d.", b.c, kMaxImageChannels);
  const int64_t out = Product({b.n, b.h, b.w, b.c}, "the batch");
  const int64_t stored = Product({b.store_images, b.h, b.w, b.c}, "the store");
  const bool is_float = CheckSwitch(b.is_float, "is_float");
  Require(b.store != nullptr, "store is null.");
  Require(b.indices != nullptr, "indices is null.");
  for (int64_t i = 0; i < b.n; ++i) {
    Require(b.indices[i] >= 0 && b.indices[i] < b.store_images, "indices[%lld] is %lld; the store has %lld images.",
            static_cast<long long>(i), static_cast<long long>(b.indices[i]),
            static_cast<long long>(b.store_images));
  }
  return {out, stored * (is_float ? 4 : 1)};
}

}  // namespace

rn_status rn_image_batch_load(rn_context* context, const rn_image_batch* batch, rn_buffer out) {
  return GuardContext(context, [&](rn_context& c) {
    const ImageSizes sizes = CheckBatch(batch);
    const rn_image_batch& b = *batch;
    Require(b.mean != nullptr, "mean is null.");
    Require(b.scale != nullptr, "scale is null.");
    CheckLength(out, sizes.out, "out", out.type);
    CheckOverlap({{out, "out"}}, {{b.store, sizes.store_bytes, "store"},
                                  {b.indices, b.n * 8, "indices"},
                                  {b.offset_y, b.offset_y != nullptr ? b.n * 4 : 0, "offset_y"},
                                  {b.offset_x, b.offset_x != nullptr ? b.n * 4 : 0, "offset_x"},
                                  {b.flip, b.flip != nullptr ? b.n : 0, "flip"},
                                  {b.mean, b.c * 4, "mean"},
                                  {b.scale, b.c * 4, "scale"}});
    WithElementType(out.type,
                    [&](auto element) { ImageBatchLoad(c.pool, c.vector, b, Elements<decltype(element)>(out)); });
  });
}

rn_status rn_image_batch_mix(rn_context* context, int64_t n, int32_t h, int32_t w, int32_t c, const float* share,
                             const rn_box* boxes, rn_buffer images) {
  return GuardContext(context, [&](rn_context& ctx) {
    CheckLength(images, Product({n, h, w, c}, "images"), "images", images.type);
    Require(share != nullptr, "share is null.");
    Require(boxes != nullptr, "boxes is null.");
    for (int64_t i = 0; i < n; ++i) {
      const auto index = static_cast<long long>(i);
      const rn_box& box = boxes[i];
      Require(share[i] >= 0 && share[i] <= 1, "share[%lld] is %g; it is 0 to 1.", index, double{share[i]});
      Require(box.top >= 0 && box.top <= box.bottom && box.bottom <= h && box.left >= 0 && box.left <= box.right &&
                  box.right <= w,
              "boxes[%lld] is rows %d to %d, columns %d to %d of images of %d x %d.", index, box.top, box.bottom,
              box.left, box.right, h, w);
    }
    CheckOverlap({{images, "images"}}, {{share, n * 4, "share"}, {boxes, n * 16, "boxes"}});
    WithElementType(images.type, [&](auto element) {
      ImageBatchMix(ctx.pool, ctx.vector, {n, h, w, c, share, boxes}, Elements<decltype(element)>(images));
    });
  });
}

rn_status rn_image_statistics(rn_context* context, const rn_image_batch* batch, double* sum,
                              double* sum_of_squares) {
  return GuardContext(context, [&](rn_context& c) {
    CheckBatch(batch);
    Require(sum != nullptr, "sum is null.");
    Require(sum_of_squares != nullptr, "sum_of_squares is null.");
    ImageStatistics(c.pool, *batch, sum, sum_of_squares);
  });
}
