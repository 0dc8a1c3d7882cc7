#include "abi/guard.h"

#include <cstdarg>
#include <cstdio>
#include <cstring>

namespace resnet {
namespace {

// A plain array: writing it cannot fail, and it needs no destructor when a thread ends.
thread_local char last_error[256] = "";

void Copy(const char* from, char (&to)[256]) noexcept { std::snprintf(to, sizeof(to), "%s", from); }

[[noreturn]] void ThrowFormatted(rn_status status, const char* format, va_list arguments) {
  char text[256];
  std::vsnprintf(text, sizeof(text), format, arguments);
  throw Error(status, text);
}

const char* TypeName(int32_t type) {
  if (type == RN_UINT8) return "uint8";
  return type == RN_FLOAT32 ? "fp32" : "bfloat16";
}

bool Overlap(const Span& a, const Span& b) {
  const auto a_begin = reinterpret_cast<uintptr_t>(a.data);
  const auto b_begin = reinterpret_cast<uintptr_t>(b.data);
  if (a.bytes == 0 || b.bytes == 0) return false;
  return a_begin < b_begin + static_cast<uintptr_t>(b.bytes) && b_begin < a_begin + static_cast<uintptr_t>(a.bytes);
}

void RequireDisjoint(const Span& output, const Span& other) {
  Require(!Overlap(output, other), "%s must not overlap %s.", output.name, other.name);
}

}  // namespace

Error::Error(rn_status status, const char* text) : status_(status) { Copy(text, text_); }

rn_status SetLastError(rn_status status, const char* text) noexcept {
  Copy(text, last_error);
  return status;
}

const char* LastError() noexcept { return last_error; }

void Throw(rn_status status, const char* format, ...) {
  va_list arguments;
  va_start(arguments, format);
  ThrowFormatted(status, format, arguments);
}

void Require(bool condition, const char* format, ...) {
  if (condition) return;
  va_list arguments;
  va_start(arguments, format);
  ThrowFormatted(RN_INVALID_ARGUMENT, format, arguments);
}

int64_t Product(std::initializer_list<int64_t> sizes, const char* name, int64_t smallest) {
  int64_t product = 1;
  for (int64_t size : sizes) {
    Require(size >= smallest, "%s has a size of %lld; sizes must be at least %lld.", name,
            static_cast<long long>(size), static_cast<long long>(smallest));
    Require(size == 0 || product <= (kMaxElements - 1) / size, "%s would have 2^40 elements or more.", name);
    product *= size;
  }
  return product;
}

void CheckLength(const void* data, int64_t length, int64_t expected, const char* name) {
  Require(length == expected, "%s has %lld elements, but its shape requires %lld.", name,
          static_cast<long long>(length), static_cast<long long>(expected));
  Require(data != nullptr || expected == 0, "%s is null.", name);
}

void CheckType(int32_t type, const char* name, Types types) {
  if (types == Types::kAll && type == RN_UINT8) return;
  Require(type == RN_FLOAT32 || type == RN_BFLOAT16, "%s has type %d; it must be RN_FLOAT32 or RN_BFLOAT16%s.",
          name, type, types == Types::kAll ? ", or RN_UINT8" : "");
}

void CheckBuffer(rn_const_buffer buffer, int64_t expected, int32_t type, const char* name, Types types) {
  CheckType(buffer.type, name, types);
  Require(buffer.type == type, "%s has %s elements; here they must be %s.", name, TypeName(buffer.type),
          TypeName(type));
  CheckLength(buffer.data, buffer.length, expected, name);
}

bool CheckSwitch(int32_t value, const char* name) {
  Require(value == 0 || value == 1, "%s is %d; it must be 0 or 1.", name, value);
  return value == 1;
}

void CheckOverlap(std::initializer_list<Span> outputs, std::initializer_list<Span> inputs) {
  for (const Span* output = outputs.begin(); output != outputs.end(); ++output) {
    for (const Span* other = output + 1; other != outputs.end(); ++other) RequireDisjoint(*output, *other);
    for (const Span& input : inputs) RequireDisjoint(*output, input);
  }
}

void CheckInPlace(const Span& output, const Span& input) {
  if (output.data == input.data && output.bytes == input.bytes) return;
  RequireDisjoint(output, input);
}

}  // namespace resnet
