// Memory between two inaccessible pages.
#pragma once

#include <cstddef>
#include <cstdlib>

#if defined(_WIN32)
#include <windows.h>
#undef near
#undef far
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

namespace resnet {

// `bytes` bytes that end exactly at the inaccessible page after them.
class GuardedMemory {
 public:
  explicit GuardedMemory(size_t bytes) {
    const size_t page = PageSize();
    const size_t body = (bytes + page - 1) / page * page;
    mapped_ = body + 2 * page;
    base_ = Reserve(mapped_);
    if (base_ == nullptr || (body != 0 && !Open(base_ + page, body))) abort();
    data_ = base_ + page + body - bytes;
  }
  ~GuardedMemory() { Release(base_, mapped_); }
  GuardedMemory(const GuardedMemory&) = delete;
  GuardedMemory& operator=(const GuardedMemory&) = delete;

  void* data() const { return data_; }

 private:
#if defined(_WIN32)
  static size_t PageSize() {
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwPageSize;
  }
  static char* Reserve(size_t size) {
    return static_cast<char*>(VirtualAlloc(nullptr, size, MEM_RESERVE, PAGE_NOACCESS));
  }
  static bool Open(char* start, size_t size) {
    return VirtualAlloc(start, size, MEM_COMMIT, PAGE_READWRITE) != nullptr;
  }
  static void Release(char* base, size_t) { VirtualFree(base, 0, MEM_RELEASE); }
#else
  static size_t PageSize() { return static_cast<size_t>(sysconf(_SC_PAGESIZE)); }
  static char* Reserve(size_t size) {
    void* base = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return base == MAP_FAILED ? nullptr : static_cast<char*>(base);
  }
  static bool Open(char* start, size_t size) { return mprotect(start, size, PROT_READ | PROT_WRITE) == 0; }
  static void Release(char* base, size_t size) { munmap(base, size); }
#endif

  size_t mapped_;
  char* base_;
  char* data_;
};

}  // namespace resnet
