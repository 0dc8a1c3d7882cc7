// The instruction sets: those that have kernels, those that this CPU supports, and the choice between them.
#pragma once

#include <string>
#include <vector>

#include "base/element_type.h"

namespace resnet {

// kAvx512Bf16 is AVX-512 with dot products of bfloat16 (BF16) and of int8 (VNNI); kAmx adds matrix products of both
// (AMX-BF16 and AMX-INT8).
enum class Isa { kAmx, kAvx512Bf16, kAvx512, kAvx2, kNeon, kPortable };

// The name used by the C ABI and by RESNET_NATIVE_ISA.
const char* IsaName(Isa isa);

// The instruction sets with kernels in this build that the CPU and the operating system support, best first.
// kPortable is always the last.
const std::vector<Isa>& SupportedIsas();

// Their names, separated by spaces.
const std::string& SupportedIsaNames();

// Finds the instruction set called `name`. If it is null or "", uses the environment variable RESNET_NATIVE_ISA,
// and if that is unset, the best. Returns false if the instruction set is not supported; *requested is its name.
bool SelectIsa(const char* name, Isa* isa, std::string* requested);

// True if kernels of this type are faster than those of fp32 on this CPU. On Intel's CPUs, dot products of bfloat16
// by AVX-512 are no faster than fp32, and the conversions cost extra: only AMX gains.
bool Accelerates(Isa isa, ElementType type);

}  // namespace resnet
