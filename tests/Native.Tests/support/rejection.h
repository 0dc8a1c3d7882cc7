// Tests of argument checks: one valid call, and many ways to spoil it.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "support/context.h"
#include "support/guarded.h"

namespace resnet {

// Call is default-constructible as a valid call, with rn_status Run(rn_context*) and bool Untouched() (its outputs
// hold what they held at first). Every spoiled copy must be refused with a message and write nothing.
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

// Appends the ways to spoil a buffer member whose type the call is free to choose: too short, too long, null, of no
// type, of bytes unless these are allowed.
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

// And those of another type than the call's.
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
