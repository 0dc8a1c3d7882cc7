// The rate at which several threads work at the same time.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

namespace resnet {

// Calls work = prepare() on each of `threads` threads, then work() on all of them at once, several times. work()
// returns the amount of work it did. Returns the sum of the threads' best rates, per second.
template <class Prepare>
double MeasureRate(int threads, const Prepare& prepare) {
  constexpr int kRepeats = 5;
  std::atomic<int> waiting{threads};
  std::vector<double> rates(static_cast<size_t>(threads));
  std::vector<std::thread> workers;
  for (double& rate : rates) {
    workers.emplace_back([&] {
      auto work = prepare();
      work();  // warms up
      --waiting;
      while (waiting.load() > 0) {
      }
      for (int repeat = 0; repeat < kRepeats; ++repeat) {
        const auto start = std::chrono::steady_clock::now();
        const double done = work();
        const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
        rate = std::max(rate, done / elapsed.count());
      }
    });
  }
  double sum = 0;
  for (size_t i = 0; i < workers.size(); ++i) {
    workers[i].join();
    sum += rates[i];
  }
  return sum;
}

}  // namespace resnet
