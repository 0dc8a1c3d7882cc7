#include "abi/context.h"
#include "abi/elements.h"
#include "image/batch.h"
#include "image/mix.h"

using namespace resnet;

namespace {

// Checks the store and returns its size in bytes.
int64_t CheckStore(const rn_image_batch* batch) {
  Require(batch != nullptr, "batch is null.");
  const rn_image_batch& b = *batch;
  Require(b.c >= 1 && b.c <= kMaxImageChannels, "c is %d; it must be 1 to %d.", b.c, kMaxImageChannels);
  Product({b.n, b.c}, "the batch");
  const int64_t stored = Product({b.store_images, b.store_h, b.store_w, b.c}, "the store");
  const bool is_float = CheckSwitch(b.is_float, "is_float");
  Require(b.store != nullptr, "store is null.");
  Require(b.indices != nullptr, "indices is null.");
  for (int64_t i = 0; i < b.n; ++i) {
    Require(b.indices[i] >= 0 && b.indices[i] < b.store_images, "indices[%lld] is %lld; the store has %lld images.",
            static_cast<long long>(i), static_cast<long long>(b.indices[i]),
            static_cast<long long>(b.store_images));
  }
  return stored * (is_float ? 4 : 1);
}

// True if [begin, begin + size) lies within [0, length). Tolerates a sixteenth of a pixel for rounding; the filter
// clamps to the image.
bool IsWithin(float begin, float size, int32_t length) {
  return begin >= 0 && size > 0 && begin + size <= static_cast<float>(length) + 0.0625f;
}

void CheckView(const rn_image_batch& batch, int64_t i) {
  const rn_image_view& view = batch.views[i];
  const auto index = static_cast<long long>(i);
  for (float value : {view.top, view.left, view.height, view.width}) {
    Require(value >= -0x1p24f && value <= 0x1p24f, "views[%lld] has %g among its bounds; they must be within 2^24.",
            index, static_cast<double>(value));
  }
  CheckSwitch(view.flip, "flip");
  CheckSwitch(view.recolor, "recolor");
  Require(view.erased_height >= 0 && view.erased_width >= 0,
          "views[%lld] erases %d by %d pixels; sizes must not be negative.", index, view.erased_height,
          view.erased_width);
  Require(IsCopied(batch, view) ||
              (IsWithin(view.top, view.height, batch.store_h) && IsWithin(view.left, view.width, batch.store_w)),
          "views[%lld] is %g by %g pixels at %g, %g: a resampled view must lie within the image of %d by %d.",
          index, static_cast<double>(view.height), static_cast<double>(view.width), static_cast<double>(view.top),
          static_cast<double>(view.left), batch.store_h, batch.store_w);
}

}  // namespace

rn_status rn_image_batch_load(rn_context* context, const rn_image_batch* batch, rn_buffer out) {
  return GuardContext(context, [&](rn_context& c) {
    const int64_t store_bytes = CheckStore(batch);
    const rn_image_batch& b = *batch;
    const int64_t elements = Product({b.n, b.h, b.w, b.c}, "the batch");
    Require(b.mean != nullptr, "mean is null.");
    Require(b.scale != nullptr, "scale is null.");
    for (int64_t i = 0; b.views != nullptr && i < b.n; ++i) CheckView(b, i);
    CheckLength(out, elements, "out", out.type);
    const int64_t view_bytes = b.n * static_cast<int64_t>(sizeof(rn_image_view));
    CheckOverlap({{out, "out"}}, {{b.store, store_bytes, "store"},
                                  {b.indices, b.n * 8, "indices"},
                                  {b.views, b.views != nullptr ? view_bytes : 0, "views"},
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
      Require(share[i] >= 0 && share[i] <= 1, "share[%lld] is %g; it must be 0 to 1.", index, double{share[i]});
      Require(box.top >= 0 && box.top <= box.bottom && box.bottom <= h && box.left >= 0 && box.left <= box.right &&
                  box.right <= w,
              "boxes[%lld] is rows %d to %d, columns %d to %d; it must lie within images of %d x %d.", index,
              box.top, box.bottom, box.left, box.right, h, w);
    }
    CheckOverlap({{images, "images"}}, {{share, n * 4, "share"}, {boxes, n * 16, "boxes"}});
    WithElementType(images.type, [&](auto element) {
      ImageBatchMix(ctx.pool, ctx.vector, {n, h, w, c, share, boxes}, Elements<decltype(element)>(images));
    });
  });
}

rn_status rn_image_statistics(rn_context* context, const rn_image_batch* batch, double* sum, double* products) {
  return GuardContext(context, [&](rn_context& c) {
    CheckStore(batch);
    Require(sum != nullptr, "sum is null.");
    Require(products != nullptr, "products is null.");
    ImageStatistics(c.pool, *batch, sum, products);
  });
}
