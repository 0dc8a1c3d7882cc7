#include "base/thread_pool.h"

#include <algorithm>
#include <utility>

#if defined(__linux__)
#include <sched.h>
#endif
#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include "base/loop_state.h"

namespace resnet {
namespace {

// About 40 us on Zen, 150 us on Skylake: longer than the gap between two layers' calls, shorter than a time slice.
constexpr int kSpins = 4096;

thread_local bool inside_task = false;

inline void Pause() {
#if defined(__x86_64__)
  _mm_pause();
#elif defined(__aarch64__)
  asm volatile("yield");
#endif
}

// Marks this thread as running a task, which nested loops check.
class TaskScope {
 public:
  TaskScope() { inside_task = true; }
  ~TaskScope() { inside_task = false; }
};

}  // namespace

int AvailableCpus() {
#if defined(__linux__)
  // The affinity mask may exclude CPUs of the machine. A fixed-size set holds 1024 CPUs, the maximum of a context.
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return std::max(1, CPU_COUNT(&set));
#endif
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

ThreadPool::ThreadPool(int threads) : runs_(static_cast<size_t>(std::max(1, threads))) {
  // With more threads than CPUs, a spinning thread would only keep a working one from running.
  spins_ = threads <= AvailableCpus() ? kSpins : 0;
  const size_t workers = static_cast<size_t>(std::max(0, threads - 1));
  workers_.reserve(workers);
  try {
    while (workers_.size() < workers) workers_.emplace_back([this, thread = workers_.size() + 1] { Work(thread); });
  } catch (...) {
    Stop();
    throw;
  }
}

ThreadPool::~ThreadPool() { Stop(); }

void ThreadPool::Stop() {
  stopping_.store(true);
  Wake();
  for (std::thread& worker : workers_) worker.join();
}

void ThreadPool::Run(int64_t tasks, Call call, const void* body) {
  const bool alone =
      tasks <= 1 || workers_.empty() || inside_task || busy_.exchange(true, std::memory_order_acquire);
  if (alone) {
    const LoopState state;
    for (int64_t task = 0; task < tasks; ++task) call(body, task);
    return;
  }
  call_ = call;
  body_ = body;
  tasks_ = tasks;
  RunOnPool();
  std::exception_ptr error;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    std::swap(error, error_);
  }
  busy_.store(false, std::memory_order_release);
  if (error) std::rethrow_exception(error);
}

void ThreadPool::RunOnPool() {
  const auto threads = static_cast<int64_t>(runs_.size());
  for (int64_t i = 0; i < threads; ++i) {
    TaskRun& run = runs_[static_cast<size_t>(i)];
    run.next.store(tasks_ * i / threads, std::memory_order_relaxed);
    run.end = tasks_ * (i + 1) / threads;
  }
  gate_.fetch_add(kNextJob | kOpen);
  if (sleepers_.load() > 0) Wake();
  Drain(0);
  CloseAndWait();
}

void ThreadPool::Drain(size_t thread) {
  const TaskScope scope;
  const LoopState state;
  try {
    for (size_t i = 0; i < runs_.size(); ++i) {
      TaskRun& run = runs_[(thread + i) % runs_.size()];
      while (run.next.load(std::memory_order_relaxed) < run.end) {
        const int64_t task = run.next.fetch_add(1, std::memory_order_relaxed);
        if (task < run.end) call_(body_, task);
      }
    }
  } catch (...) {
    for (TaskRun& run : runs_) run.next.store(run.end, std::memory_order_relaxed);
    std::lock_guard<std::mutex> lock(mutex_);
    if (!error_) error_ = std::current_exception();
  }
}

void ThreadPool::CloseAndWait() {
  gate_.fetch_sub(kOpen);
  const auto left = [this] { return (gate_.load() & kInsideMask) == 0; };
  for (int spin = 0; spin < spins_; ++spin) {
    if (left()) return;
    Pause();
  }
  std::unique_lock<std::mutex> lock(mutex_);
  caller_sleeps_.store(true);
  job_left_.wait(lock, left);
  caller_sleeps_.store(false);
}

// A thread that changes the state a sleeper waits for, and then sees that there is one, notifies it under the
// mutex. A sleeper counts itself before it checks the state for the last time (both sequentially consistent), so no
// wake-up is lost.
void ThreadPool::Wake() {
  std::lock_guard<std::mutex> lock(mutex_);
  job_opened_.notify_all();
}

bool ThreadPool::Join(uint64_t* seen) {
  uint64_t gate = gate_.load(std::memory_order_acquire);
  while ((gate & kOpen) != 0 && gate / kNextJob != *seen) {
    if (gate_.compare_exchange_weak(gate, gate + 1)) {
      *seen = gate / kNextJob;
      return true;
    }
  }
  return false;
}

void ThreadPool::Leave() {
  const uint64_t gate = gate_.fetch_sub(1) - 1;
  if ((gate & (kOpen | kInsideMask)) == 0 && caller_sleeps_.load()) {
    std::lock_guard<std::mutex> lock(mutex_);
    job_left_.notify_one();
  }
}

void ThreadPool::Work(size_t thread) {
  uint64_t seen = 0;
  int spin = 0;
  while (!stopping_.load(std::memory_order_relaxed)) {
    if (Join(&seen)) {
      Drain(thread);
      Leave();
      spin = 0;
    } else if (spin < spins_) {
      ++spin;
      Pause();
    } else {
      std::unique_lock<std::mutex> lock(mutex_);
      sleepers_.fetch_add(1);
      job_opened_.wait(lock, [&] {
        const uint64_t gate = gate_.load();
        return stopping_.load() || ((gate & kOpen) != 0 && gate / kNextJob != seen);
      });
      sleepers_.fetch_sub(1);
      spin = 0;
    }
  }
}

}  // namespace resnet
