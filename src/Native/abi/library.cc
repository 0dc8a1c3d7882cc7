#include "abi/guard.h"
#include "base/isa.h"

const char* rn_version(void) { return RESNET_NATIVE_VERSION; }

const char* rn_last_error(void) { return resnet::LastError(); }

const char* rn_supported_isas(void) {
  const char* names = "";
  resnet::Guard([&] { names = resnet::SupportedIsaNames().c_str(); });
  return names;
}
