#include "base/loop_state.h"

namespace resnet {
namespace {

thread_local LoopState* current = nullptr;

}  // namespace

LoopState::LoopState() {
  if (current == nullptr) current = this;
}

LoopState::~LoopState() {
  if (current != this) return;
  current = nullptr;
  if (release != nullptr) release();
}

LoopState* LoopState::Current() { return current; }

}  // namespace resnet
