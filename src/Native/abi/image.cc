#include "abi/context.h"
#include "abi/elements.h"
#include "image/batch.h"

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

rn_status rn_image_statistics(rn_context* context, const rn_image_batch* batch, double* sum,
                              double* sum_of_squares) {
  return GuardContext(context, [&](rn_context& c) {
    CheckBatch(batch);
    Require(sum != nullptr, "sum is null.");
    Require(sum_of_squares != nullptr, "sum_of_squares is null.");
    ImageStatistics(c.pool, *batch, sum, sum_of_squares);
  });
}
