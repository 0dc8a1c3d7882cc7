#include <gtest/gtest.h>

#include "image/batch_reference.h"
#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/rejection.h"

namespace resnet {
namespace {

// The sizes of a stored image and of the output.
const std::pair<ImageSize, ImageSize> kSizes[] = {{{1, 1}, {1, 1}},   {{5, 7}, {5, 7}},  {{9, 33}, {9, 33}},
                                                  {{12, 11}, {7, 8}}, {{3, 4}, {6, 17}}, {{31, 40}, {5, 3}}};

class ImageBatchTest : public PerIsa {};
RESNET_PER_ISA(ImageBatchTest);

// Calls test(batch, check), where check(what) compares the current batch with the reference.
template <class Test>
void ForEachBatch(Isa isa, const Test& test) {
  const TestContext context(2, isa);
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (bool is_float : {false, true}) {
      for (int32_t c : {1, 2, 3, 4}) {
        for (const auto& [stored, output] : kSizes) {
          SCOPED_TRACE(testing::Message() << stored.h << "x" << stored.w << " to " << output.h << "x" << output.w
                                          << " of " << c << " channels");
          ImageBatch data(20, stored, output, c, is_float);
          const Guarded<T> out(Random(3).Elements<T>(data.count));
          test(data, [&](const char* what) {
            EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
            ExpectClose(out, data.Reference(), what);
          });
        }
      }
    }
  });
}

TEST_P(ImageBatchTest, CopiesMatchTheFormula) {
  ForEachBatch(GetParam(), [](ImageBatch& data, const auto& check) {
    check("crops");
    data.EraseViews();
    check("erased");
    data.RecolorViews();
    check("recolored");
    data.batch.views = nullptr;
    check("centers");
  });
}

TEST_P(ImageBatchTest, ResamplingMatchesTheFormula) {
  ForEachBatch(GetParam(), [](ImageBatch& data, const auto& check) {
    data.ResampleViews();
    check("parts");
    data.RecolorViews();
    data.EraseViews();
    check("recolored");
  });
}

TEST_P(ImageBatchTest, ResamplesWholeImagesAndEdges) {
  const TestContext context(1, GetParam());
  ImageBatch data(4, {6, 9}, {4, 7}, 3, false);
  const float parts[4][4] = {
      {0, 0, 6, 9}, {0, 0, 1e-20f, 1e-20f}, {6, 9, 0.05f, 0.05f}, {5.5f, 8.25f, 0.5f, 0.75f}};
  for (int64_t i = 0; i < 4; ++i) {
    rn_image_view& view = data.views[i];
    view.top = parts[i][0], view.left = parts[i][1], view.height = parts[i][2], view.width = parts[i][3];
  }
  const Guarded<float> out(Random(3).Floats(data.count));
  EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
  ExpectClose(out, data.Reference(), "parts");
}

TEST_P(ImageBatchTest, CropsOutsideTheImageAndErasuresAreZero) {
  const TestContext context(1, GetParam());
  for (float far : {-0x1p24f, -1000.0f, 1000.0f, 0x1p24f}) {
    for (int axis : {0, 1}) {
      ImageBatch data(3, {4, 5}, {4, 5}, 3, false);
      for (rn_image_view& view : data.views) (axis == 0 ? view.top : view.left) = far;
      const Guarded<float> out(Random(3).Floats(data.count));
      EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
      for (float value : out) ASSERT_EQ(value, 0);
    }
  }
  ImageBatch data(3, {4, 5}, {4, 5}, 3, false);
  for (rn_image_view& view : data.views) {
    view.top = view.left = 0;
    view.erased_top = view.erased_left = -1;
    view.erased_height = view.erased_width = INT32_MAX;
  }
  const Guarded<float> out(Random(3).Floats(data.count));
  EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
  for (float value : out) ASSERT_EQ(value, 0);
}

template <class T>
std::vector<T> LoadedResampled(rn_context* context) {
  ImageBatch data(50, {22, 25}, {12, 13}, 3, false);
  data.ResampleViews();
  data.RecolorViews();
  std::vector<T> out(data.count);
  EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
  return out;
}

TEST_P(ImageBatchTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), LoadedResampled<float>);
  ExpectSameAtAnyThreadCount(GetParam(), LoadedResampled<BFloat16>);
}

TEST_P(ImageBatchTest, SameBitsOnAnyInstructionSet) {
  const TestContext portable(1, Isa::kPortable), tested(1, GetParam());
  EXPECT_TRUE(SameBits(LoadedResampled<float>(portable), LoadedResampled<float>(tested)));
}

class ImageStatisticsTest : public PerIsa {};
RESNET_PER_ISA(ImageStatisticsTest);

TEST_P(ImageStatisticsTest, MatchTheDefinition) {
  const TestContext context(2, GetParam());
  for (bool is_float : {false, true}) {
    for (int32_t c : {1, 2, 3, 4}) {
      const ImageBatch data(100, {9, 7}, {1, 1}, c, is_float);
      std::vector<double> sum(c, -1), products(c * c, -1), expected_sum(c), expected(c * c);
      EXPECT_OK(rn_image_statistics(context, &data.batch, sum.data(), products.data()));
      for (int64_t i = 0; i < 100; ++i) {
        for (int64_t pixel = 0; pixel < 63; ++pixel) {
          const int64_t from = (data.indices[i] * 63 + pixel) * c;
          for (int32_t a = 0; a < c; ++a) {
            expected_sum[a] += data.Stored(from + a);
            for (int32_t b = 0; b < c; ++b) expected[a * c + b] += data.Stored(from + a) * data.Stored(from + b);
          }
        }
      }
      for (int32_t a = 0; a < c; ++a) {
        EXPECT_NEAR(sum[a], expected_sum[a], 1e-12 * expected[a * c + a]);
        for (int32_t b = 0; b < c; ++b) {
          const double magnitude = std::sqrt(expected[a * c + a] * expected[b * c + b]);
          EXPECT_NEAR(products[a * c + b], expected[a * c + b], 1e-12 * magnitude);
        }
      }
    }
  }
}

TEST_P(ImageStatisticsTest, SameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const ImageBatch data(200, {5, 6}, {1, 1}, 3, true);
    std::vector<double> sums(12);
    EXPECT_OK(rn_image_statistics(context, &data.batch, &sums[0], &sums[3]));
    return sums;
  });
}

// 2 images of 2x3 with 3 channels.
struct LoadCall : ImageBatch {
  LoadCall() : ImageBatch(2, {4, 5}, {2, 3}, 3, false) {}
  const rn_image_batch* pointer = &batch;
  std::vector<float> output = std::vector<float>(36, kUntouched);
  rn_buffer out = {output.data(), 36};
  rn_status Run(rn_context* context) { return rn_image_batch_load(context, pointer, out); }
  bool Untouched() const { return IsUntouched(output); }
};

struct StatisticsCall : ImageBatch {
  StatisticsCall() : ImageBatch(2, {2, 3}, {1, 1}, 3, false) {}
  const rn_image_batch* pointer = &batch;
  std::vector<double> sums = std::vector<double>(12, -1);
  double *sum = &sums[0], *products = &sums[3];
  rn_status Run(rn_context* context) { return rn_image_statistics(context, pointer, sum, products); }
  bool Untouched() const { return sums == std::vector<double>(12, -1); }
};

template <class Call>
std::vector<std::function<void(Call&)>> BatchSpoils() {
  return {
      [](Call& c) { c.pointer = nullptr; },
      [](Call& c) { c.batch.n = 0; },
      [](Call& c) { c.batch.n = INT64_MAX; },
      [](Call& c) { c.batch.store_h = 0; },
      [](Call& c) { c.batch.store_w = -3; },
      [](Call& c) { c.batch.c = 0; },
      [](Call& c) { c.batch.c = 5; },
      [](Call& c) { c.batch.is_float = 2; },
      [](Call& c) { c.batch.store = nullptr; },
      [](Call& c) { c.batch.store_images = 0; },
      [](Call& c) { c.batch.store_images = INT64_MAX; },
      [](Call& c) { c.batch.indices = nullptr; },
      [](Call& c) { c.indices[1] = kImages; },
      [](Call& c) { c.indices[0] = -1; },
  };
}

TEST(ImageArguments, Load) {
  using Call = LoadCall;
  auto spoils = BatchSpoils<Call>();
  const std::function<void(Call&)> of_load[] = {
      [](Call& c) { c.batch.h = 0; },
      [](Call& c) { c.batch.w = -3; },
      [](Call& c) { c.batch.mean = nullptr; },
      [](Call& c) { c.batch.scale = nullptr; },
      [](Call& c) { c.batch.mean = Floats(c.out) + 30; },
      [](Call& c) { c.batch.store = c.out.data; },
      [](Call& c) { c.batch.views = static_cast<rn_image_view*>(c.out.data); },
      [](Call& c) { c.views[1].flip = 2; },
      [](Call& c) { c.views[1].recolor = -1; },
      [](Call& c) { c.views[0].erased_height = -1; },
      [](Call& c) { c.views[0].erased_width = -1; },
      [](Call& c) { c.views[1].top = NAN; },
      [](Call& c) { c.views[1].left = -0x1p25f; },
      [](Call& c) { c.views[0].height = INFINITY; },
      [](Call& c) { c.views[0].width = NAN; },
      // Must be resampled, but is not within the image.
      [](Call& c) {
        c.views[0] = {0, 0, 0, 3};
      },
      [](Call& c) {
        c.views[0] = {0, 0, 3, -1};
      },
      [](Call& c) {
        c.views[0] = {-0.25f, 0, 3, 3};
      },
      [](Call& c) {
        c.views[0] = {0, 2.5f, 2, 3};
      },
      [](Call& c) {
        c.views[0] = {0.5f, 0, 4, 5};
      },
  };
  spoils.insert(spoils.end(), std::begin(of_load), std::end(of_load));
  SpoilBufferOfAnyType(spoils, &Call::out);
  ExpectRejected(spoils);
}

TEST(ImageArguments, Statistics) {
  using Call = StatisticsCall;
  auto spoils = BatchSpoils<Call>();
  spoils.push_back([](Call& c) { c.sum = nullptr; });
  spoils.push_back([](Call& c) { c.products = nullptr; });
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
