#include "bench/timing.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace resnet {
namespace {

std::vector<double> Times(const std::function<rn_status()>& call) {
  using Clock = std::chrono::steady_clock;
  std::vector<double> times;
  for (double spent = 0; times.size() < 5 || (spent < 0.25 && times.size() < 200); spent += times.back()) {
    const auto start = Clock::now();
    if (call() != RN_OK) Fail();
    times.push_back(std::chrono::duration<double>(Clock::now() - start).count());
  }
  return times;
}

}  // namespace

void Fail() {
  std::fprintf(stderr, "%s\n", rn_last_error());
  std::exit(1);
}

double Time(const std::function<rn_status()>& call) {
  const std::vector<double> times = Times(call);
  return *std::min_element(times.begin(), times.end());
}

double MedianTime(const std::function<rn_status()>& call) {
  std::vector<double> times = Times(call);
  std::nth_element(times.begin(), times.begin() + static_cast<int64_t>(times.size() / 2), times.end());
  return times[times.size() / 2];
}

}  // namespace resnet
