#include <gtest/gtest.h>

#include <cmath>

#include "support/compare.h"
#include "support/context.h"
#include "support/guarded.h"
#include "support/random.h"
#include "support/rejection.h"

namespace resnet {
namespace {

constexpr int64_t kImages = 6;

// A store of either kind, a batch drawn from it, and the augmentation.
struct Batch {
  Batch(int64_t n, int32_t h, int32_t w, int32_t c, bool is_float)
      : count(n * h * w * c),
        bytes(kImages * h * w * c),
        floats(kImages * h * w * c),
        indices(n),
        offset_y(n),
        offset_x(n),
        flip(n),
        mean(Random(1).Floats(c, 0, 200)),
        scale(Random(2).Floats(c, 0.01f, 0.1f)) {
    Random random(static_cast<uint64_t>(h * 100 + w));
    for (uint8_t& value : bytes) value = static_cast<uint8_t>(random.Below(256));
    for (float& value : floats) value = random.Uniform(-300, 300);
    for (int64_t i = 0; i < n; ++i) {
      indices[i] = random.Below(kImages);
      offset_y[i] = static_cast<int32_t>(random.Below(2 * h + 3) - h - 1);
      offset_x[i] = static_cast<int32_t>(random.Below(2 * w + 3) - w - 1);
      flip[i] = static_cast<uint8_t>(random.Below(2));
    }
    const void* store = is_float ? static_cast<const void*>(floats.data()) : bytes.data();
    batch = {n,
             h,
             w,
             c,
             is_float,
             store,
             kImages,
             indices.data(),
             offset_y.data(),
             offset_x.data(),
             flip.data(),
             mean.data(),
             scale.data()};
  }

  double Stored(int64_t element) const {
    return batch.is_float != 0 ? static_cast<double>(floats[element]) : static_cast<double>(bytes[element]);
  }

  std::vector<Expected> Reference() const {
    const rn_image_batch& b = batch;
    std::vector<Expected> out;
    for (int64_t i = 0; i < b.n; ++i) {
      for (int64_t y = 0; y < b.h; ++y) {
        for (int64_t x = 0; x < b.w; ++x) {
          const int64_t sy = y + (b.offset_y != nullptr ? b.offset_y[i] : 0);
          const bool turned = b.flip != nullptr && b.flip[i] != 0;
          const int64_t sx = (turned ? b.w - 1 - x : x) + (b.offset_x != nullptr ? b.offset_x[i] : 0);
          for (int64_t ch = 0; ch < b.c; ++ch) {
            if (sy < 0 || sy >= b.h || sx < 0 || sx >= b.w) {
              out.push_back({0, 0});
              continue;
            }
            const int64_t from = ((b.indices[i] * b.h + sy) * b.w + sx) * b.c + ch;
            const double value = Stored(from);
            const double result = (value - b.mean[ch]) * b.scale[ch];
            out.push_back({result, 3 * kEpsilon * std::abs(result)});
          }
        }
      }
    }
    return out;
  }

  int64_t count;
  Guarded<uint8_t> bytes;
  Guarded<float> floats;
  Guarded<int64_t> indices;
  Guarded<int32_t> offset_y, offset_x;
  Guarded<uint8_t> flip;
  Guarded<float> mean, scale;
  rn_image_batch batch;
};

class ImageBatchTest : public PerIsa {};
RESNET_PER_ISA(ImageBatchTest);

TEST_P(ImageBatchTest, MatchesTheFormula) {
  const TestContext context(2, GetParam());
  ForEachElementType([&](auto element) {
    using T = decltype(element);
    for (bool is_float : {false, true}) {
      for (int32_t c : {1, 2, 3, 4}) {
        for (const auto& [h, w] : {std::pair<int32_t, int32_t>{1, 1}, {5, 7}, {8, 16}, {9, 33}}) {
          SCOPED_TRACE(testing::Message() << h << "x" << w << "x" << c);
          Batch data(40, h, w, c, is_float);
          const Guarded<T> out(Random(3).Elements<T>(data.count));
          EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
          ExpectClose(out, data.Reference(), "augmented");
          data.batch.offset_x = data.batch.offset_y = nullptr;
          EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
          ExpectClose(out, data.Reference(), "flipped");
          data.batch.flip = nullptr;
          EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
          ExpectClose(out, data.Reference(), "plain");
        }
      }
    }
  });
}

TEST_P(ImageBatchTest, FarOffsetsGiveZeros) {
  const TestContext context(1, GetParam());
  for (int32_t far : {INT32_MIN, -1000, 1000, INT32_MAX}) {
    Batch data(3, 4, 5, 3, false);
    for (int64_t i = 0; i < 3; ++i) data.offset_x[i] = far;
    const Guarded<float> out(Random(3).Floats(data.count));
    EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
    for (float value : out) ASSERT_EQ(value, 0);
    for (int64_t i = 0; i < 3; ++i) data.offset_x[i] = 0, data.offset_y[i] = far;
    EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
    for (float value : out) ASSERT_EQ(value, 0);
  }
}

TEST_P(ImageBatchTest, HasTheSameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    Batch data(50, 12, 13, 3, false);
    std::vector<float> out(data.count);
    EXPECT_OK(rn_image_batch_load(context, &data.batch, Out(out)));
    return out;
  });
}

class ImageStatisticsTest : public PerIsa {};
RESNET_PER_ISA(ImageStatisticsTest);

TEST_P(ImageStatisticsTest, MatchTheDefinition) {
  const TestContext context(2, GetParam());
  for (bool is_float : {false, true}) {
    for (int32_t c : {1, 2, 3, 4}) {
      const Batch data(100, 9, 7, c, is_float);
      std::vector<double> sum(c, -1), squares(c, -1), expected_sum(c), expected_squares(c);
      EXPECT_OK(rn_image_statistics(context, &data.batch, sum.data(), squares.data()));
      for (int64_t i = 0; i < 100; ++i) {
        for (int64_t e = 0; e < 63 * c; ++e) {
          const int64_t from = data.indices[i] * 63 * c + e;
          const double value = data.Stored(from);
          expected_sum[e % c] += value;
          expected_squares[e % c] += value * value;
        }
      }
      for (int32_t ch = 0; ch < c; ++ch) {
        EXPECT_NEAR(sum[ch], expected_sum[ch], 1e-12 * expected_squares[ch]);
        EXPECT_NEAR(squares[ch], expected_squares[ch], 1e-12 * expected_squares[ch]);
      }
    }
  }
}

TEST_P(ImageStatisticsTest, HaveTheSameBitsAtAnyThreadCount) {
  ExpectSameAtAnyThreadCount(GetParam(), [](rn_context* context) {
    const Batch data(200, 5, 6, 3, true);
    std::vector<double> sums(6);
    EXPECT_OK(rn_image_statistics(context, &data.batch, &sums[0], &sums[3]));
    return sums;
  });
}

// 2 images of 2x3 with 3 channels.
struct LoadCall : Batch {
  LoadCall() : Batch(2, 2, 3, 3, false) {}
  const rn_image_batch* pointer = &batch;
  std::vector<float> output = std::vector<float>(36, kUntouched);
  rn_buffer out = {output.data(), 36};
  rn_status Run(rn_context* context) { return rn_image_batch_load(context, pointer, out); }
  bool Untouched() const { return IsUntouched(output); }
};

struct StatisticsCall : Batch {
  StatisticsCall() : Batch(2, 2, 3, 3, false) {}
  const rn_image_batch* pointer = &batch;
  std::vector<double> sums = std::vector<double>(6, -1);
  double *sum = &sums[0], *squares = &sums[3];
  rn_status Run(rn_context* context) { return rn_image_statistics(context, pointer, sum, squares); }
  bool Untouched() const { return sums == std::vector<double>(6, -1); }
};

template <class Call>
std::vector<std::function<void(Call&)>> BatchSpoils() {
  return {
      [](Call& c) { c.pointer = nullptr; },
      [](Call& c) { c.batch.n = 0; },
      [](Call& c) { c.batch.n = INT64_MAX; },
      [](Call& c) { c.batch.h = 0; },
      [](Call& c) { c.batch.w = -3; },
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
  spoils.push_back([](Call& c) { c.batch.mean = nullptr; });
  spoils.push_back([](Call& c) { c.batch.scale = nullptr; });
  spoils.push_back([](Call& c) { c.batch.mean = Floats(c.out) + 30; });
  spoils.push_back([](Call& c) { c.batch.store = c.out.data; });
  SpoilBufferOfAnyType(spoils, &Call::out);
  ExpectRejected(spoils);
}

TEST(ImageArguments, Statistics) {
  using Call = StatisticsCall;
  auto spoils = BatchSpoils<Call>();
  spoils.push_back([](Call& c) { c.sum = nullptr; });
  spoils.push_back([](Call& c) { c.squares = nullptr; });
  ExpectRejected(spoils);
}

}  // namespace
}  // namespace resnet
