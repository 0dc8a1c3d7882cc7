// Which instruction sets there are, which this CPU runs, and which one is chosen.
#pragma once

#include <string>
#include <vector>

#include "base/element_type.h"

namespace resnet {

// kAvx512Bf16 is AVX-512 with the dot products of bfloat16 (BF16) and of bytes (VNNI); kAmx adds the matrix
// products of both (AMX-BF16 and AMX-INT8).
enum class Isa { kAmx, kAvx512Bf16, kAvx512, kAvx2, kNeon, kPortable };

// The name used by the C ABI and by RESNET_NATIVE_ISA.
const char* IsaName(Isa isa);

// Instruction sets with kernels in this build that the CPU and the operating system support, best first.
// Never empty: kPortable is always last.
const std::vector<Isa>& SupportedIsas();

// Their names, separated by spaces.
const std::string& SupportedIsaNames();

// The instruction set called `name`; null or "" stands for the environment variable RESNET_NATIVE_ISA, or else for
// the best. Returns false where the name is not among the supported ones; *requested is the name looked for.
bool SelectIsa(const char* name, Isa* isa, std::string* requested);

// True where this CPU multiplies numbers of the type faster than it would in fp32. Intel's AVX-512 has products of
// bfloat16 that are no faster than fp32's, and what surrounds them costs more: AMX is where its CPUs gain.
bool Accelerates(Isa isa, ElementType type);

}  // namespace resnet
