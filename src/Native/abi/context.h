// The content of an rn_context.
#pragma once

#include "abi/guard.h"
#include "base/isa.h"
#include "base/thread_pool.h"
#include "kernels/vector/vector.h"
#include "resnet_native.h"

struct rn_context {
  rn_context(int threads, resnet::Isa chosen)
      : pool(threads), isa(chosen), vector(resnet::GetVectorKernels(chosen)) {}

  resnet::ThreadPool pool;
  const resnet::Isa isa;
  const resnet::VectorKernels& vector;
};

namespace resnet {

// Guard for entries with a context: checks it and calls body(*context).
template <class F>
rn_status GuardContext(rn_context* context, const F& body) noexcept {
  return Guard([&] {
    Require(context != nullptr, "context is null.");
    body(*context);
  });
}

}  // namespace resnet
