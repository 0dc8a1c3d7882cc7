#include "base/thread_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace resnet {
namespace {

class ThreadPoolTest : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Threads, ThreadPoolTest, testing::Values(1, 2, 3, 7));

TEST_P(ThreadPoolTest, RunsEveryTaskOnce) {
  ThreadPool pool(GetParam());
  EXPECT_EQ(pool.threads(), GetParam());
  for (int tasks : {0, 1, 2, 3, 100, 5000}) {
    std::vector<std::atomic<int>> runs(static_cast<size_t>(tasks));
    pool.ParallelFor(tasks, [&](int64_t task) { ++runs[static_cast<size_t>(task)]; });
    for (const auto& count : runs) ASSERT_EQ(count, 1);
  }
}

TEST_P(ThreadPoolTest, ManyShortJobsUseTheirOwnData) {
  ThreadPool pool(GetParam());
  std::vector<int64_t> out(16);
  for (int64_t job = 0; job < 5000; ++job) {
    pool.ParallelFor(16, [&, job](int64_t task) { out[static_cast<size_t>(task)] = job * task; });
    ASSERT_EQ(std::accumulate(out.begin(), out.end(), int64_t{0}), job * 120);
  }
}

TEST_P(ThreadPoolTest, WakesAfterSleep) {
  ThreadPool pool(GetParam());
  for (int job = 0; job < 5; ++job) {
    std::atomic<int> count{0};
    pool.ParallelFor(50, [&](int64_t) { ++count; });
    EXPECT_EQ(count, 50);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

TEST(ThreadPool, ComputesOnSeveralThreads) {
  ThreadPool pool(2);
  std::atomic<int> arrived{0};
  // No task ends before both have begun.
  pool.ParallelFor(2, [&](int64_t) {
    ++arrived;
    while (arrived < 2) std::this_thread::yield();
  });
  EXPECT_EQ(arrived, 2);
}

TEST_P(ThreadPoolTest, RethrowsExceptionsAndRemainsUsable) {
  ThreadPool pool(GetParam());
  for (int round = 0; round < 200; ++round) {
    std::string caught;
    try {
      pool.ParallelFor(64, [&](int64_t task) {
        if (task % 5 == round % 5) throw std::runtime_error("task failed");
      });
    } catch (const std::runtime_error& error) {
      caught = error.what();
    }
    EXPECT_EQ(caught, "task failed");
    std::atomic<int> count{0};
    pool.ParallelFor(64, [&](int64_t) { ++count; });
    ASSERT_EQ(count, 64);
  }
}

TEST_P(ThreadPoolTest, NestedLoopsRunOnTheThreadOfTheirTask) {
  ThreadPool pool(GetParam());
  std::atomic<int> count{0};
  std::atomic<int> elsewhere{0};
  pool.ParallelFor(8, [&](int64_t) {
    const std::thread::id self = std::this_thread::get_id();
    pool.ParallelFor(8, [&](int64_t) {
      ++count;
      if (std::this_thread::get_id() != self) ++elsewhere;
    });
  });
  EXPECT_EQ(count, 64);
  EXPECT_EQ(elsewhere, 0);
}

TEST_P(ThreadPoolTest, ConcurrentCallers) {
  ThreadPool pool(GetParam());
  std::atomic<int64_t> total{0};
  std::vector<std::thread> callers;
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int job = 0; job < 500; ++job) {
        std::atomic<int64_t> sum{0};
        pool.ParallelFor(20, [&](int64_t task) { sum += task; });
        if (sum == 190) ++total;
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(total, 4 * 500);
}

TEST(ThreadPool, StartsAndStopsImmediately) {
  for (int round = 0; round < 50; ++round) ThreadPool pool(4);
}

}  // namespace
}  // namespace resnet
