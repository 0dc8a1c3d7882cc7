// Tests of argument checks: a valid call, and many ways to make it invalid.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "support/context.h"
#include "support/guarded.h"

namespace resnet {

// Call() must be a valid call, with rn_status Run(rn_context*) and bool Untouched() (true if its outputs are
// unmodified). Every spoiled copy must be rejected with a message and leave its outputs unmodified.
template <class Call>
void ExpectRejected(const std::vector<std::function<void(Call&)>>& spoils) {
  const TestContext context(2);
  Call valid;
  EXPECT_OK(valid.Run(context));
  EXPECT_FALSE(valid.Untouched());
  Call orphan;
  EXPECT_INVALID(orphan.Run(nullptr));
  EXPECT_TRUE(orphan.Untouched());
  for (size_t i = 0; i < spoils.size(); ++i) {
    SCOPED_TRACE(testing::Message() << "spoil " << i);
    Call call;
    spoils[i](call);
    EXPECT_INVALID(call.Run(context));
    EXPECT_TRUE(call.Untouched());
  }
}

// Appends ways to spoil a buffer member that may have several types: too short, too long, null, of an unknown type,
// and of uint8 unless allowed.
template <class Call, class Buffer>
void SpoilBufferOfAnyType(std::vector<std::function<void(Call&)>>& spoils, Buffer Call::*buffer,
                          bool bytes = false) {
  spoils.push_back([=](Call& call) { --(call.*buffer).length; });
  spoils.push_back([=](Call& call) { ++(call.*buffer).length; });
  spoils.push_back([=](Call& call) { (call.*buffer).length = -1; });
  spoils.push_back([=](Call& call) { (call.*buffer).data = nullptr; });
  spoils.push_back([=](Call& call) { (call.*buffer).type = -1; });
  spoils.push_back([=](Call& call) { (call.*buffer).type = 3; });
  if (!bytes) spoils.push_back([=](Call& call) { (call.*buffer).type = RN_UINT8; });
}

// The same, and a type other than the call's.
template <class Call, class Buffer>
void SpoilBuffer(std::vector<std::function<void(Call&)>>& spoils, Buffer Call::*buffer) {
  SpoilBufferOfAnyType(spoils, buffer);
  spoils.push_back([=](Call& call) { (call.*buffer).type = RN_BFLOAT16; });
}

constexpr float kUntouched = 1234.5f;

inline bool IsUntouched(const std::vector<float>& values) {
  for (float value : values) {
    if (value != kUntouched) return false;
  }
  return true;
}

}  // namespace resnet
