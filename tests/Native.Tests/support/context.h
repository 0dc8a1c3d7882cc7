// A context that destroys itself, and fixtures that run a test on every instruction set.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "abi/guard.h"
#include "base/isa.h"
#include "resnet_native.h"

namespace resnet {

class TestContext {
 public:
  explicit TestContext(int threads = 1, const char* isa = nullptr) {
    EXPECT_EQ(rn_context_create(threads, isa, &context_), RN_OK) << rn_last_error();
  }
  TestContext(int threads, Isa isa) : TestContext(threads, IsaName(isa)) {}
  ~TestContext() { rn_context_destroy(context_); }
  TestContext(const TestContext&) = delete;
  TestContext& operator=(const TestContext&) = delete;

  operator rn_context*() const { return context_; }

 private:
  rn_context* context_ = nullptr;
};

// A fixture for tests that run once for each instruction set that this machine supports:
//   class ReluTest : public PerIsa {};
//   RESNET_PER_ISA(ReluTest);
//   TEST_P(ReluTest, ...) { TestContext context(2, GetParam()); ... }
using PerIsa = testing::TestWithParam<Isa>;

#define RESNET_PER_ISA(fixture)                                                        \
  INSTANTIATE_TEST_SUITE_P(Isa, fixture, testing::ValuesIn(::resnet::SupportedIsas()), \
                           [](const testing::TestParamInfo<::resnet::Isa>& info) {     \
                             return std::string(::resnet::IsaName(info.param));        \
                           })

// Expects the call to fail with RN_INVALID_ARGUMENT and a message.
#define EXPECT_INVALID(call)                    \
  do {                                          \
    ::resnet::SetLastError(RN_OK, "");          \
    EXPECT_EQ((call), RN_INVALID_ARGUMENT);     \
    EXPECT_STRNE(rn_last_error(), "") << #call; \
  } while (false)

#define EXPECT_OK(call) EXPECT_EQ((call), RN_OK) << rn_last_error()

}  // namespace resnet
