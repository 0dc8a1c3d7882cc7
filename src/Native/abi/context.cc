#include "abi/context.h"

#include <string>
#include <system_error>

using namespace resnet;

namespace {

constexpr int32_t kMaxThreads = 1024;

rn_context* NewContext(int threads, Isa isa) {
  try {
    return new rn_context(threads, isa);
  } catch (const std::system_error&) {
    Throw(RN_OUT_OF_MEMORY, "The operating system refused to start %d threads; use fewer.", threads);
  }
}

}  // namespace

rn_status rn_context_create(int32_t threads, const char* isa, rn_context** context) {
  return Guard([&] {
    Require(context != nullptr, "context is null.");
    Require(threads >= 0 && threads <= kMaxThreads, "threads is %d; it must be 1 to %d, or 0 for one per CPU.",
            threads, kMaxThreads);
    Isa chosen;
    std::string requested;
    if (!SelectIsa(isa, &chosen, &requested)) {
      Throw(RN_UNSUPPORTED, "The instruction set '%.40s' is not available here; available are: %s.",
            requested.c_str(), SupportedIsaNames().c_str());
    }
    *context = NewContext(threads != 0 ? threads : AvailableCpus(), chosen);
  });
}

void rn_context_destroy(rn_context* context) { delete context; }

int32_t rn_context_threads(const rn_context* context) { return context != nullptr ? context->pool.threads() : 0; }

int32_t rn_context_accelerates(const rn_context* context, int32_t type) {
  if (context == nullptr || type < RN_FLOAT32 || type > RN_UINT8) return 0;
  return Accelerates(context->isa, static_cast<ElementType>(type)) ? 1 : 0;
}

const char* rn_context_isa(const rn_context* context) { return context != nullptr ? IsaName(context->isa) : ""; }
