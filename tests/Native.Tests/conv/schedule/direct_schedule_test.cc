// How direct convolutions are cut into tasks. Schedules are pure functions, so no kernel runs here.
#include "conv/schedule/direct_schedule.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <tuple>
#include <vector>

namespace resnet {
namespace {

constexpr int64_t kCacheWords = 64 * 1024;  // of source rows, for one task

// Kernels of vectors of 16, as AVX-512's in fp32.
GemmKernels FloatKernels(ElementType type = ElementType::kFloat32, int elements_per_word = 1) {
  GemmKernels kernels{};
  kernels.type = type;
  kernels.elements_per_word = elements_per_word;
  kernels.vector_length = 16;
  kernels.unit_rows = kernels.unit_half_cycles = 1;
  kernels.latency = 8;
  for (int i = 0; i < 4; ++i) kernels.max_rows[i] = std::array<int, 4>{24, 14, 9, 7}[static_cast<size_t>(i)];
  return kernels;
}

// Kernels that multiply 16 rows at once, as AMX's in bfloat16.
GemmKernels TileKernels() {
  GemmKernels kernels = FloatKernels(ElementType::kBfloat16, 2);
  kernels.unit_rows = 16;
  kernels.unit_half_cycles = 2;
  kernels.latency = 1;
  for (int i = 0; i < 4; ++i) kernels.max_rows[i] = i < 2 ? 32 : 16;
  return kernels;
}

ConvShape Shape(int64_t n, int64_t size, int64_t c, int64_t k, int64_t kernel, int64_t stride = 1,
                ElementType type = ElementType::kFloat32, int64_t groups = 1) {
  const int64_t pad = kernel / 2, out = (size + 2 * pad - kernel) / stride + 1;
  return {n, size, size, c, k, kernel, kernel, stride, stride, pad, pad, out, out, type, groups};
}

struct Case {
  GemmKernels kernels;
  RowConvolution conv;
  DirectSchedule schedule;
};

Case Forward(const GemmKernels& kernels, const ConvShape& shape, ElementType output) {
  const RowConvolution conv = PlanForward(shape)[0];
  return {kernels, conv, ScheduleDirect(kernels, conv, shape.type, output)};
}

std::vector<Case> Cases() {
  const GemmKernels vectors = FloatKernels(), tiles = TileKernels();
  const GemmKernels bytes = FloatKernels(ElementType::kUint8, 4);
  const ElementType bfloat16 = ElementType::kBfloat16, uint8 = ElementType::kUint8;
  std::vector<Case> cases;
  for (int64_t n : {1, 2, 7, 64}) {
    cases.push_back(Forward(vectors, Shape(n, 32, 16, 16, 3), vectors.type));
    cases.push_back(Forward(vectors, Shape(n, 224, 3, 64, 7, 2), vectors.type));
    cases.push_back(Forward(vectors, Shape(n, 56, 64, 256, 1), vectors.type));
    cases.push_back(Forward(vectors, Shape(n, 7, 512, 512, 3), vectors.type));
    cases.push_back(Forward(vectors, Shape(n, 14, 128, 128, 3, 1, ElementType::kFloat32, 32), vectors.type));
    cases.push_back(Forward(bytes, Shape(n, 14, 64, 96, 3, 1, uint8), uint8));
    cases.push_back(Forward(tiles, Shape(n, 7, 512, 512, 3, 1, bfloat16), bfloat16));
    cases.push_back(Forward(tiles, Shape(n, 14, 256, 512, 3, 2, bfloat16), bfloat16));
    cases.push_back(Forward(tiles, Shape(n, 28, 128, 128, 3, 1, bfloat16), bfloat16));
  }
  return cases;
}

TEST(DirectSchedule, TasksCoverEveryOutputOnce) {
  for (const Case& c : Cases()) {
    const DirectSchedule& s = c.schedule;
    std::map<std::tuple<int64_t, int64_t, int64_t, int64_t>, int> covered;
    for (int64_t index = 0; index < s.Tasks(); ++index) {
      const DirectTask task = s.Task(index);
      ++covered[{task.images, task.band, task.groups, task.panels}];
      ASSERT_LT(task.images, s.images.count);
      ASSERT_LT(task.band, s.bands.count);
      ASSERT_LT(task.groups, s.groups.count);
      ASSERT_LT(task.panels, s.panels.count);
    }
    EXPECT_EQ(static_cast<int64_t>(covered.size()), s.Tasks());
    for (const Split& split : {s.images, s.bands, s.groups, s.panels}) {
      EXPECT_EQ(split.Begin(0), 0);
      EXPECT_EQ(split.End(split.count - 1), split.total);
      for (int64_t i = 0; i < split.count; ++i) EXPECT_LT(split.Begin(i), split.End(i)) << "an empty chunk";
    }
    EXPECT_EQ(s.images.total, c.conv.n);
    EXPECT_EQ(s.bands.total, c.conv.flat ? c.conv.out_w : c.conv.out_h);
    EXPECT_EQ(s.groups.total, c.conv.groups);
    EXPECT_EQ(s.panels.total, s.tiling.panels.count);
  }
}

TEST(DirectSchedule, SourceOfATaskFitsTheCache) {
  for (const Case& c : Cases()) {
    const DirectSchedule& s = c.schedule;
    if (c.conv.flat) {
      EXPECT_TRUE(s.bands.Largest() * c.conv.words <= kCacheWords || s.bands.Largest() <= 4 * s.tiling.max_rows);
    } else if (!s.source.im2row) {
      const int64_t row = c.conv.groups * c.conv.stride_h * (s.source.copies ? s.source.row_stride : 0);
      EXPECT_TRUE(s.bands.Largest() == 1 || s.bands.Largest() * row <= kCacheWords) << s.bands.Largest();
    }
  }
}

TEST(DirectSchedule, OneImageIsCutIntoSeveralTasks) {
  const GemmKernels kernels = FloatKernels();
  EXPECT_EQ(Forward(kernels, Shape(1, 32, 16, 16, 3), kernels.type).schedule.bands.count, 8);
  EXPECT_GE(Forward(kernels, Shape(1, 56, 64, 64, 1), kernels.type).schedule.Tasks(), 8);
  EXPECT_GE(Forward(kernels, Shape(1, 7, 512, 512, 3), kernels.type).schedule.panels.count, 8);
}

TEST(DirectSchedule, ImagesOfALargeBatchAreTasks) {
  const GemmKernels kernels = FloatKernels();
  const DirectSchedule s = Forward(kernels, Shape(64, 32, 16, 16, 3), kernels.type).schedule;
  EXPECT_EQ(s.Tasks(), 64);
  EXPECT_EQ(s.images.count, 64);
}

// Two threads that write to one cache line slow each other down.
TEST(DirectSchedule, TasksDoNotShareCacheLines) {
  const ElementType uint8 = ElementType::kUint8;
  const GemmKernels bytes = FloatKernels(uint8, 4);
  const DirectSchedule narrow = Forward(bytes, Shape(1, 4, 64, 64, 3, 1, uint8), uint8).schedule;
  EXPECT_EQ(narrow.panels.count, 1);  // 64 bytes per pixel
  const DirectSchedule wide = Forward(bytes, Shape(1, 4, 64, 256, 3, 1, uint8), uint8).schedule;
  EXPECT_LE(wide.panels.count, 4);
  const DirectSchedule floats = Forward(bytes, Shape(1, 4, 64, 64, 3, 1, uint8), ElementType::kFloat32).schedule;
  EXPECT_GT(floats.tiling.panels.count, 1);
  EXPECT_EQ(floats.panels.count, floats.tiling.panels.count);
  const DirectSchedule groups = Forward(bytes, Shape(1, 4, 64, 64, 3, 1, uint8, 16), uint8).schedule;
  EXPECT_EQ(groups.groups.count, 1);
}

// Packed weights serve any batch.
TEST(DirectSchedule, TilingDoesNotDependOnTheBatch) {
  const std::vector<Case> cases = Cases();
  const size_t shapes = cases.size() / 4;
  for (size_t i = shapes; i < cases.size(); ++i) {
    const Tiling &one = cases[i % shapes].schedule.tiling, &many = cases[i].schedule.tiling;
    EXPECT_EQ(one.panels.count, many.panels.count);
    EXPECT_EQ(one.max_rows, many.max_rows);
  }
}

TEST(DirectSchedule, Im2RowIsForShortRowsOfTileKernels) {
  const ElementType type = ElementType::kBfloat16;
  const GemmKernels tiles = TileKernels();
  const Case small = Forward(tiles, Shape(32, 7, 512, 512, 3, 1, type), type);
  EXPECT_TRUE(small.schedule.source.im2row);
  EXPECT_EQ(small.schedule.source.pixel_stride, small.conv.RunLength());
  EXPECT_EQ(small.schedule.rows_per_tap, 1);  // stride 1: taps share rows
  EXPECT_EQ(Im2RowRows(small.conv, 7), 9);
  EXPECT_EQ(small.schedule.images.count, 16);  // two images per task, which read each panel once

  const Case strided = Forward(tiles, Shape(32, 14, 256, 512, 3, 2, type), type);
  EXPECT_TRUE(strided.schedule.source.im2row);
  EXPECT_EQ(strided.schedule.rows_per_tap, strided.schedule.bands.Largest());
  EXPECT_EQ(Im2RowRows(strided.conv, 7), 21);

  EXPECT_FALSE(Forward(tiles, Shape(32, 28, 128, 128, 3, 1, type), type).schedule.source.im2row);
  const GemmKernels vectors = FloatKernels();
  EXPECT_FALSE(Forward(vectors, Shape(32, 7, 512, 512, 3), vectors.type).schedule.source.im2row);
}

TEST(DirectSchedule, CopiesTheSourceIfItMust) {
  const GemmKernels kernels = FloatKernels();
  EXPECT_FALSE(Forward(kernels, Shape(2, 14, 64, 64, 1), kernels.type).schedule.source.copies);
  EXPECT_TRUE(Forward(kernels, Shape(2, 14, 64, 64, 3), kernels.type).schedule.source.copies);  // padding
  EXPECT_TRUE(Forward(TileKernels(), Shape(2, 14, 63, 64, 1, 1, ElementType::kBfloat16), ElementType::kBfloat16)
                  .schedule.source.copies);  // half a word
  const RowConvolution conv = PlanForward(Shape(2, 14, 64, 64, 1))[0];
  EXPECT_TRUE(LayOutSource(TileKernels(), conv, ElementType::kFloat32).copies);  // another type
}

TEST(DirectSchedule, PrefetchesPanelsOfLargeWeightsOnly) {
  const GemmKernels kernels = FloatKernels();
  EXPECT_FALSE(Forward(kernels, Shape(8, 32, 16, 16, 3), kernels.type).schedule.prefetch.enabled());
  const Case large = Forward(kernels, Shape(8, 14, 256, 256, 3), kernels.type);
  const PanelPrefetch& prefetch = large.schedule.prefetch;
  ASSERT_TRUE(prefetch.enabled());
  EXPECT_LE(prefetch.step, 16);  // a cache line
  // The tiles of a band together prefetch the whole next panel.
  const int64_t tiles = large.schedule.bands.Largest() * DivideUp(14, large.schedule.tiling.max_rows);
  EXPECT_GE(prefetch.share * tiles, large.conv.WeightRows() * large.schedule.tiling.Width(0));
}

}  // namespace
}  // namespace resnet
