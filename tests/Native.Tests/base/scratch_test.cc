#include "base/scratch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <new>
#include <vector>

namespace resnet {
namespace {

TEST(Scratch, AlignedAndDisjoint) {
  for (size_t floats : {size_t{0}, size_t{1}, size_t{15}, size_t{17}, size_t{100000}, size_t{3000000}}) {
    const Scratch a(floats);
    const Scratch b(floats);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(a.data()) % 64, 0u);
    EXPECT_EQ(reinterpret_cast<uintptr_t>(b.data()) % 64, 0u);
    std::fill_n(a.data(), floats, 1.0f);
    std::fill_n(b.data(), floats, 2.0f);
    EXPECT_EQ(std::count(a.data(), a.data() + floats, 1.0f), static_cast<std::ptrdiff_t>(floats));
  }
}

TEST(Scratch, MemoryInUseDoesNotMove) {
  const Scratch first(10);
  first.data()[0] = 42;
  for (size_t floats = 1; floats < (size_t{1} << 22); floats *= 3) {
    const Scratch grown(floats);
    std::fill_n(grown.data(), floats, 1.0f);
    EXPECT_EQ(first.data()[0], 42);
  }
}

TEST(Scratch, ReusesFreedMemory) {
  float* data;
  {
    const Scratch warm_up(1000);
    data = warm_up.data();
  }
  const Scratch again(1000);
  EXPECT_EQ(again.data(), data);
}

TEST(Scratch, ThrowsBadAllocForHugeSizes) {
  EXPECT_THROW(Scratch(SIZE_MAX), std::bad_alloc);
  EXPECT_THROW(Scratch(SIZE_MAX / 4), std::bad_alloc);
  EXPECT_NO_THROW(Scratch(100));
}

}  // namespace
}  // namespace resnet
