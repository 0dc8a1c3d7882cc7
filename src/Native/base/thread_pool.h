// A fixed set of threads that run one parallel loop at a time.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace resnet {

// The number of logical CPUs that this process may run on, at least 1.
int AvailableCpus();

class ThreadPool {
 public:
  // `threads` includes the caller: a pool of 1 starts no threads.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(workers_.size()) + 1; }

  // Calls f(0) ... f(tasks - 1), each once, in any order and on any of the pool's threads, and returns when all
  // calls have. Runs on the calling thread alone if the pool is busy with another caller, or if the caller is
  // itself a task: concurrent predictions never use more threads than the callers and one pool. Rethrows the first
  // exception of a task and then skips the tasks that have not begun.
  template <class F>
  void ParallelFor(int64_t tasks, const F& f) {
    Run(
        tasks, [](const void* body, int64_t task) { (*static_cast<const F*>(body))(task); }, &f);
  }

 private:
  using Call = void (*)(const void* body, int64_t task);

  void Run(int64_t tasks, Call call, const void* body);
  void RunOnPool();
  void Drain(size_t thread);
  void CloseAndWait();
  void Wake();
  void Work(size_t thread);
  bool Join(uint64_t* seen);
  void Leave();
  void Stop();

  // gate_ packs | job number | open | workers inside |. A worker enters an open job with one compare-exchange. The
  // caller closes the job to workers that are late with one subtraction, so it never waits for a thread that still
  // sleeps.
  static constexpr uint64_t kInsideMask = 0xffff;
  static constexpr uint64_t kOpen = 0x10000;
  static constexpr uint64_t kNextJob = 0x20000;

  alignas(64) std::atomic<uint64_t> gate_{0};
  // The tasks are cut into one run per thread. A thread begins with its own run and then helps with the others':
  // from layer to layer, a core mostly finds its input in its own cache.
  struct alignas(64) TaskRun {
    std::atomic<int64_t> next{0};
    int64_t end = 0;
  };
  std::vector<TaskRun> runs_;

  // The job. Written by the caller while the gate is closed and no worker is inside.
  alignas(64) Call call_ = nullptr;
  const void* body_ = nullptr;
  int64_t tasks_ = 0;
  std::exception_ptr error_;  // guarded by mutex_

  std::atomic<bool> busy_{false};
  std::atomic<bool> stopping_{false};
  std::atomic<int> sleepers_{0};
  std::atomic<bool> caller_sleeps_{false};
  std::mutex mutex_;
  std::condition_variable job_opened_;
  std::condition_variable job_left_;
  int spins_;
  std::vector<std::thread> workers_;
};

}  // namespace resnet
