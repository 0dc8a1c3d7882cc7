// Replaces libresnet_native.so: forwards every call to the real library and accumulates the time of each entry.
// Compiled by build/benchmark.sh, which writes ENTRY(name) for every function of the header to resnet_entries.inc.
#include <dlfcn.h>
#include <resnet_native.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>

namespace {

using Clock = std::chrono::steady_clock;

enum Index {
#define ENTRY(name) k_##name,
#include "resnet_entries.inc"
#undef ENTRY
  kEntries,
};

const char* const kNames[] = {
#define ENTRY(name) #name,
#include "resnet_entries.inc"
#undef ENTRY
};

struct Total {
  int64_t calls = 0;
  Clock::duration time{};
};
Total totals[kEntries];

void* Real(Index index) {
  static void* const library = dlopen(std::getenv("BENCHMARK_RESNET_NATIVE"), RTLD_NOW | RTLD_LOCAL);
  return dlsym(library, kNames[index]);
}

class Timer {
 public:
  explicit Timer(Total& total) : total_(total) {}
  ~Timer() {
    total_.time += Clock::now() - start_;
    ++total_.calls;
  }

 private:
  Total& total_;
  const Clock::time_point start_ = Clock::now();
};

template <Index kIndex, typename Function>
struct Timed;
template <Index kIndex, typename Result, typename... Arguments>
struct Timed<kIndex, Result(Arguments...)> {
  static Result Call(Arguments... arguments) {
    static const auto real = reinterpret_cast<Result (*)(Arguments...)>(Real(kIndex));
    Timer timer(totals[kIndex]);
    return real(arguments...);
  }
};

}  // namespace

// Each exported name is an indirect function that resolves to the template instance with the entry's signature.
#define ENTRY(name)                                                   \
  extern "C" __attribute__((used)) decltype(name)* resolve_##name() { \
    return &Timed<k_##name, decltype(name)>::Call;                    \
  }                                                                   \
  extern "C" __attribute__((ifunc("resolve_" #name), visibility("default"))) decltype(name) name;
#include "resnet_entries.inc"
#undef ENTRY

extern "C" __attribute__((visibility("default"))) int32_t timed_count() { return kEntries; }
extern "C" __attribute__((visibility("default"))) const char* timed_name(int32_t index) { return kNames[index]; }
extern "C" __attribute__((visibility("default"))) int64_t timed_calls(int32_t index) { return totals[index].calls; }
extern "C" __attribute__((visibility("default"))) double timed_seconds(int32_t index) {
  return std::chrono::duration<double>(totals[index].time).count();
}
extern "C" __attribute__((visibility("default"))) void timed_reset() {
  for (Total& total : totals) total = {};
}
