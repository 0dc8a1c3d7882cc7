#include "support/context.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <thread>

#include "abi/guard.h"
#include "base/thread_pool.h"

namespace resnet {
namespace {

// Sets RESNET_NATIVE_ISA for a scope, and then restores it.
class IsaVariable {
 public:
  explicit IsaVariable(const char* value) {
    if (const char* old = std::getenv("RESNET_NATIVE_ISA")) old_ = old;
    Set(value);
  }
  ~IsaVariable() { Set(old_.c_str()); }

 private:
  // For the library and for Windows, an empty value means unset.
  static void Set(const char* value) {
#if defined(_WIN32)
    _putenv_s("RESNET_NATIVE_ISA", value);
#else
    setenv("RESNET_NATIVE_ISA", value, 1);
#endif
  }

  std::string old_;
};

TEST(Context, VersionHasThreeNumbers) {
  int major, minor, patch, end = 0;
  ASSERT_EQ(std::sscanf(rn_version(), "%d.%d.%d%n", &major, &minor, &patch, &end), 3);
  EXPECT_EQ(static_cast<size_t>(end), std::string(rn_version()).size());
}

TEST(Context, EverySupportedIsaCanBeSelected) {
  for (Isa isa : SupportedIsas()) {
    const TestContext context(1, isa);
    EXPECT_STREQ(rn_context_isa(context), IsaName(isa));
  }
  EXPECT_EQ(SupportedIsas().back(), Isa::kPortable);
  EXPECT_EQ(std::string(rn_supported_isas()), SupportedIsaNames());
}

TEST(Context, UsesTheEnvironmentVariableByDefault) {
  const IsaVariable variable("portable");
  EXPECT_STREQ(rn_context_isa(TestContext()), "portable");
  const char* best = IsaName(SupportedIsas().front());
  EXPECT_STREQ(rn_context_isa(TestContext(1, best)), best);
}

TEST(Context, UnknownIsaListsTheSupportedOnes) {
  rn_context* context = nullptr;
  EXPECT_EQ(rn_context_create(1, "mmx", &context), RN_UNSUPPORTED);
  EXPECT_NE(std::string(rn_last_error()).find("mmx"), std::string::npos);
  EXPECT_NE(std::string(rn_last_error()).find(rn_supported_isas()), std::string::npos);
  const IsaVariable variable("sse9");
  EXPECT_EQ(rn_context_create(1, nullptr, &context), RN_UNSUPPORTED);
  EXPECT_NE(std::string(rn_last_error()).find("sse9"), std::string::npos);
  EXPECT_EQ(context, nullptr);
}

TEST(Context, Threads) {
  EXPECT_EQ(rn_context_threads(TestContext(3)), 3);
  EXPECT_EQ(rn_context_threads(TestContext(0)), AvailableCpus());
  rn_context* context = nullptr;
  EXPECT_INVALID(rn_context_create(-1, nullptr, &context));
  EXPECT_INVALID(rn_context_create(1025, nullptr, &context));
  EXPECT_INVALID(rn_context_create(1, nullptr, nullptr));
  EXPECT_EQ(context, nullptr);
}

bool IsIntel() {
#if defined(__x86_64__)
  return __builtin_cpu_is("intel") != 0;
#else
  return false;
#endif
}

TEST(Context, AcceleratesTypesOfTheInstructionSet) {
  for (Isa isa : SupportedIsas()) {
    const TestContext context(1, isa);
    const bool accelerated = isa == Isa::kAmx || isa == Isa::kAvx512Bf16;
    const bool slow = isa == Isa::kAvx512Bf16 && IsIntel();
    EXPECT_EQ(rn_context_accelerates(context, RN_FLOAT32), 1);
    EXPECT_EQ(rn_context_accelerates(context, RN_BFLOAT16), accelerated && !slow ? 1 : 0);
    EXPECT_EQ(rn_context_accelerates(context, RN_UINT8), accelerated ? 1 : 0);
    EXPECT_EQ(rn_context_accelerates(context, -1), 0);
    EXPECT_EQ(rn_context_accelerates(context, 3), 0);
  }
}

TEST(Context, AcceptsNullHandles) {
  rn_context_destroy(nullptr);
  EXPECT_EQ(rn_context_accelerates(nullptr, RN_FLOAT32), 0);
  EXPECT_EQ(rn_context_threads(nullptr), 0);
  EXPECT_STREQ(rn_context_isa(nullptr), "");
}

TEST(Context, LastErrorIsPerThread) {
  EXPECT_INVALID(rn_context_create(-1, nullptr, nullptr));
  std::string elsewhere = "unset";
  std::thread([&] { elsewhere = rn_last_error(); }).join();
  EXPECT_EQ(elsewhere, "");
}

TEST(Guard, ConvertsEveryExceptionToAStatus) {
  EXPECT_EQ(Guard([] {}), RN_OK);
  EXPECT_EQ(Guard([] { Throw(RN_UNSUPPORTED, "a %s", "failure"); }), RN_UNSUPPORTED);
  EXPECT_STREQ(LastError(), "a failure");
  EXPECT_EQ(Guard([] { throw std::bad_alloc(); }), RN_OUT_OF_MEMORY);
  EXPECT_EQ(Guard([] { throw std::exception(); }), RN_INTERNAL);
  EXPECT_EQ(Guard([] { throw 42; }), RN_INTERNAL);
}

TEST(Guard, ProductDetectsOverflow) {
  EXPECT_EQ(Product({3, 4, 5}, "x"), 60);
  EXPECT_EQ(Product({(int64_t{1} << 40) - 1}, "x"), (int64_t{1} << 40) - 1);
  EXPECT_THROW(Product({int64_t{1} << 40}, "x"), Error);
  EXPECT_THROW(Product({int64_t{1} << 20, int64_t{1} << 20}, "x"), Error);
  EXPECT_THROW(Product({INT64_MAX, INT64_MAX, 2}, "x"), Error);
  EXPECT_THROW(Product({3, 0}, "x"), Error);
  EXPECT_THROW(Product({-3, -4}, "x"), Error);
  EXPECT_EQ(Product({3, 0}, "x", 0), 0);
}

}  // namespace
}  // namespace resnet
