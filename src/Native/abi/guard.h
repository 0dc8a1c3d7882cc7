// The common parts of all entries of the C ABI: an exception guard, the last-error text and argument checks.
#pragma once

#include <cstdint>
#include <exception>
#include <initializer_list>
#include <new>

#include "resnet_native.h"

namespace resnet {

// A failure with a status of the ABI and a sentence for the user. Its text is an array, so that throwing it cannot
// fail.
class Error : public std::exception {
 public:
  Error(rn_status status, const char* text);
  rn_status status() const { return status_; }
  const char* what() const noexcept override { return text_; }

 private:
  rn_status status_;
  char text_[256];
};

// Stores the text for rn_last_error() on this thread, and returns the status.
rn_status SetLastError(rn_status status, const char* text) noexcept;
const char* LastError() noexcept;

// Runs the body of an entry and converts exceptions to a status.
template <class F>
rn_status Guard(const F& body) noexcept {
  try {
    body();
    return RN_OK;
  } catch (const Error& error) {
    return SetLastError(error.status(), error.what());
  } catch (const std::bad_alloc&) {
    return SetLastError(RN_OUT_OF_MEMORY, "There is not enough memory for this operation.");
  } catch (const std::exception& error) {
    return SetLastError(RN_INTERNAL, error.what());
  } catch (...) {
    return SetLastError(RN_INTERNAL, "An unknown exception was thrown.");
  }
}

[[noreturn]] void Throw(rn_status status, const char* format, ...) __attribute__((format(printf, 2, 3)));

// Throws RN_INVALID_ARGUMENT with the formatted sentence unless `condition` is true.
void Require(bool condition, const char* format, ...) __attribute__((format(printf, 2, 3)));

// The product of sizes. Each must be at least `smallest` (0 or 1), and the product below 2^40 elements.
constexpr int64_t kMaxElements = int64_t{1} << 40;
int64_t Product(std::initializer_list<int64_t> sizes, const char* name, int64_t smallest = 1);

// The types that a buffer may have: kAll includes uint8.
enum class Types { kFloats, kAll };

// Throws unless `type` is one of the types. `name`, here and below, is the argument's name in resnet_native.h.
void CheckType(int32_t type, const char* name, Types types = Types::kFloats);

void CheckLength(const void* data, int64_t length, int64_t expected, const char* name);
void CheckBuffer(rn_const_buffer buffer, int64_t expected, int32_t type, const char* name, Types types);

inline rn_const_buffer ReadOnly(rn_buffer buffer) { return {buffer.data, buffer.length, buffer.type}; }
inline rn_const_buffer ReadOnly(rn_const_buffer buffer) { return buffer; }

// Checks the buffer's length and element type.
template <class Buffer>
void CheckLength(Buffer buffer, int64_t expected, const char* name, int32_t type = RN_FLOAT32,
                 Types types = Types::kFloats) {
  CheckBuffer(ReadOnly(buffer), expected, type, name, types);
}

// For optional buffers: returns false if the buffer is absent (its length is 0), else checks it.
template <class Buffer>
bool CheckOptional(Buffer buffer, int64_t expected, const char* name, int32_t type = RN_FLOAT32,
                   Types types = Types::kFloats) {
  if (buffer.length == 0) return false;
  CheckLength(buffer, expected, name, type, types);
  return true;
}

// The elements of a buffer that was checked to be fp32.
inline float* Floats(rn_buffer buffer) { return static_cast<float*>(buffer.data); }
inline const float* Floats(rn_const_buffer buffer) { return static_cast<const float*>(buffer.data); }

// Checks that a switch is 0 or 1.
bool CheckSwitch(int32_t value, const char* name);

// The size in bytes of a checked type.
inline int64_t SizeOfType(int32_t type) {
  if (type == RN_UINT8) return 1;
  return type == RN_BFLOAT16 ? 2 : 4;
}

// A range of memory with its argument's name, for the overlap checks.
struct Span {
  const void* data;
  int64_t bytes;
  const char* name;

  Span(rn_buffer buffer, const char* argument) : Span(ReadOnly(buffer), argument) {}
  Span(rn_const_buffer buffer, const char* argument)
      : Span(buffer.data, buffer.length * SizeOfType(buffer.type), argument) {}
  Span(const void* begin, int64_t size, const char* argument) : data(begin), bytes(size), name(argument) {}
};

// Throws if an output overlaps an input or another output. Lengths must have been checked. Empty spans overlap
// nothing.
void CheckOverlap(std::initializer_list<Span> outputs, std::initializer_list<Span> inputs);

// `output` must not overlap `input` unless it begins at the same address and has the same length.
void CheckInPlace(const Span& output, const Span& input);

}  // namespace resnet
