#include <gtest/gtest.h>

#include <cmath>

#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/rejection.h"

namespace resnet {
namespace {

struct Mix {
  Mix(int64_t images, int32_t height, int32_t width) : n(images), h(height), w(width), share(n), boxes(n) {
    Random random(static_cast<uint64_t>(h * 100 + w));
    for (int64_t i = 0; i < n; ++i) {
      share[i] = i % 3 == 0 ? 1.0f : i % 7 == 1 ? 0.0f : random.Uniform(0, 1);
      const auto top = static_cast<int32_t>(random.Below(h + 1)), left = static_cast<int32_t>(random.Below(w + 1));
      const auto bottom = top + static_cast<int32_t>(random.Below(h - top + 1));
      const auto right = left + static_cast<int32_t>(random.Below(w - left + 1));
      boxes[i] = i % 3 == 2 ? rn_box{} : rn_box{top, left, bottom, right};
    }
  }

  bool InBox(int64_t i, int64_t y, int64_t x) const {
    const rn_box& box = boxes[i];
    return y >= box.top && y < box.bottom && x >= box.left && x < box.right;
  }

  int64_t n;
  int32_t h, w, c = 3;
  Guarded<float> share;
  Guarded<rn_box> boxes;
};

class ImageMixTest : public PerIsa {};
RESNET_PER_ISA(ImageMixTest);

TEST_P(ImageMixTest, MatchesTheFormula) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (const auto& [n, h, w] :
         {std::tuple<int64_t, int32_t, int32_t>{1, 4, 5}, {2, 1, 1}, {9, 7, 33}, {30, 8, 16}}) {
      SCOPED_TRACE(testing::Message() << n << " of " << h << "x" << w);
      const Mix mix(n, h, w);
      const int64_t image = int64_t{h} * w * mix.c;
      const std::vector<T> old = Random(5).Elements<T>(n * image);
      const Guarded<T> images(old);
      EXPECT_OK(rn_image_batch_mix(context, n, h, w, mix.c, mix.share.data(), mix.boxes.data(), Out(images)));
      std::vector<Expected> expected;
      for (int64_t i = 0; i < n * image; ++i) {
        const int64_t row = i / image, place = i % image;
        const double own = ToFloat(old[i]), next = ToFloat(old[(row + 1) % n * image + place]);
        const double share = mix.share[row];
        if (mix.InBox(row, place / mix.c / w, place / mix.c % w)) {
          expected.push_back({next, 0});
        } else if (share == 1) {
          expected.push_back({own, 0});
        } else {
          const double tolerance = 4 * kEpsilon * (std::abs(share * own) + std::abs((1 - share) * next));
          expected.push_back({share * own + (1 - share) * next, tolerance});
        }
      }
      ExpectClose(images, expected, "images");
    }
  });
}

TEST_P(ImageMixTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const Mix mix(20, 12, 13);
    std::vector<float> images = Random(6).Floats(20 * 12 * 13 * 3);
    EXPECT_OK(rn_image_batch_mix(context, 20, 12, 13, 3, mix.share.data(), mix.boxes.data(), Out(images)));
    return images;
  });
}

// 2 images of 2x3 with 3 channels.
struct MixCall {
  int64_t n = 2;
  int32_t h = 2, w = 3, c = 3;
  std::vector<float> shares = {0.5f, 0.25f}, pixels = std::vector<float>(37, kUntouched);
  std::vector<rn_box> box_values = {{0, 0, 1, 3}, {1, 1, 2, 3}};
  const float* share = shares.data();
  const rn_box* boxes = box_values.data();
  rn_buffer images = {pixels.data(), 36};
  MixCall() { pixels[0] = 1; }
  rn_status Run(rn_context* context) { return rn_image_batch_mix(context, n, h, w, c, share, boxes, images); }
  bool Untouched() const {
    std::vector<float> rest(pixels.begin() + 1, pixels.end());
    return pixels[0] == 1 && IsUntouched(rest);
  }
};

TEST(ImageArguments, Mix) {
  using Call = MixCall;
  std::vector<std::function<void(Call&)>> spoils = {
      [](Call& c) { c.n = 0; },
      [](Call& c) { c.n = INT64_MAX; },
      [](Call& c) { c.h = 0; },
      [](Call& c) { c.w = -3; },
      [](Call& c) { c.c = 0; },
      [](Call& c) { c.share = nullptr; },
      [](Call& c) { c.boxes = nullptr; },
      [](Call& c) { c.shares[1] = 1.5f; },
      [](Call& c) { c.shares[0] = -0.5f; },
      [](Call& c) { c.shares[0] = NAN; },
      [](Call& c) { c.box_values[0].top = -1; },
      [](Call& c) { c.box_values[1].left = -1; },
      [](Call& c) { c.box_values[1].bottom = 3; },
      [](Call& c) { c.box_values[1].right = 4; },
      [](Call& c) {
        c.box_values[1] = {1, 2, 2, 1};
      },
      [](Call& c) {
        c.box_values[1] = {2, 1, 1, 2};
      },
      [](Call& c) { c.share = Floats(c.images) + 30; },
      [](Call& c) { c.boxes = reinterpret_cast<const rn_box*>(c.images.data); },
  };
  SpoilBufferOfAnyType(spoils, &Call::images);
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
