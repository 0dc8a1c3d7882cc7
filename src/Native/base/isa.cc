#include "base/isa.h"

#if defined(__x86_64__)
#include <cpuid.h>
#if defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif
#endif

#include <cstdlib>

namespace resnet {
namespace {

#if defined(__x86_64__)
bool CpuHasMatrixProducts() {
  constexpr unsigned kLeaf = 7, kAmxBf16 = 1u << 22, kAmxTile = 1u << 24, kAmxInt8 = 1u << 25;
  constexpr unsigned kAll = kAmxBf16 | kAmxTile | kAmxInt8;
  unsigned a, b, c, d;
  return __get_cpuid_count(kLeaf, 0, &a, &b, &c, &d) != 0 && (d & kAll) == kAll;
}

// A process must request the 8 KB of tile registers, for which the kernel then reserves space in the saved state of
// its threads. The request fails if a thread's signal stack is too small for them. Only Linux is supported: the
// library has not been tested with the mechanisms of other systems.
bool SystemPermitsTileRegisters() {
#if defined(__linux__)
  constexpr long kRequestPermission = 0x1023, kTileData = 18;
  return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
#else
  return false;
#endif
}
#endif

bool CpuSupports(Isa isa) {
  switch (isa) {
#if defined(__x86_64__)
    // These builtins also check that the operating system saves the wide registers (XGETBV).
    case Isa::kAmx:
      return CpuSupports(Isa::kAvx512Bf16) && CpuHasMatrixProducts() && SystemPermitsTileRegisters();
    case Isa::kAvx512Bf16:
      return CpuSupports(Isa::kAvx512) && __builtin_cpu_supports("avx512bf16") &&
             __builtin_cpu_supports("avx512vnni");
    case Isa::kAvx512:
      return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
             __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
             __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    case Isa::kAvx2:
      return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#elif defined(__aarch64__)
    case Isa::kNeon:
      return true;
#endif
    case Isa::kPortable:
      return true;
    default:
      return false;
  }
}

std::vector<Isa> DetectIsas() {
  std::vector<Isa> isas;
#define RESNET_ISA(id, name, base) \
  if (CpuSupports(Isa::k##id)) isas.push_back(Isa::k##id);
#include "base/isas.inc"
#undef RESNET_ISA
  return isas;
}

std::string JoinNames(const std::vector<Isa>& isas) {
  std::string names;
  for (Isa isa : isas) {
    if (!names.empty()) names += ' ';
    names += IsaName(isa);
  }
  return names;
}

}  // namespace

const char* IsaName(Isa isa) {
  switch (isa) {
#define RESNET_ISA(id, name, base) \
  case Isa::k##id:                 \
    return name;
#include "base/isas.inc"
#undef RESNET_ISA
    default:
      return "unknown";
  }
}

const std::vector<Isa>& SupportedIsas() {
  static const std::vector<Isa> isas = DetectIsas();
  return isas;
}

const std::string& SupportedIsaNames() {
  static const std::string names = JoinNames(SupportedIsas());
  return names;
}

bool SelectIsa(const char* name, Isa* isa, std::string* requested) {
  if (name == nullptr || *name == '\0') name = std::getenv("RESNET_NATIVE_ISA");
  if (name == nullptr || *name == '\0') {
    *isa = SupportedIsas().front();
    *requested = IsaName(*isa);
    return true;
  }
  *requested = name;
  for (Isa candidate : SupportedIsas()) {
    if (*requested == IsaName(candidate)) {
      *isa = candidate;
      return true;
    }
  }
  return false;
}

bool Accelerates(Isa isa, ElementType type) {
  if (type == ElementType::kFloat32 || isa == Isa::kAmx) return true;
#if defined(__x86_64__)
  if (isa == Isa::kAvx512Bf16) return type == ElementType::kUint8 || __builtin_cpu_is("intel") == 0;
#endif
  return false;
}

}  // namespace resnet
