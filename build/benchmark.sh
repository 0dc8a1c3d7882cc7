#!/usr/bin/env bash
# Runs this library and its peers alternately on this machine and prints medians and ratios; `build/benchmark.sh --help`
# lists the options. Linux on x86-64 only, because of TorchSharp's packages (600 MB, downloaded once).
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# TorchSharp needs one symbol from a newer libstdc++ than some distributions have. A shim supplies it; in the copy of
# TorchSharp's library beside the benchmark, the version requirement is marked weak.
supply_libstdcxx() {
  local library copy
  library=$(find "$output" -name libLibTorchSharp.so -print -quit)
  copy=$(mktemp "$output/libLibTorchSharp.XXXXXX")
  cp "$library" "$copy" # a copy: the original may be a link into the package cache
  dotnet run --file "$repository/build/AcceptOlderLibstdcxx.cs" -- "$copy" GLIBCXX_3.4.32
  mv -f "$copy" "$library"
  export BENCHMARK_LIBSTDCXX_SHIM=$output/libstdcxx_shim.so
  printf '#include <iostream>\nstatic std::ios_base::Init keep;\nextern "C" void _ZSt21ios_base_library_initv() {}\n' |
    g++ -x c++ -O1 -shared -fPIC -o "$BENCHMARK_LIBSTDCXX_SHIM" -
}

# Builds the library that measures the machine's limits, and one that times every call to the kernels.
build_native() {
  local flags=(-O3 -std=c++17 -Wall -Wextra -Werror -shared -fPIC -fvisibility=hidden)
  local timed=$output/timed/runtimes/linux-x64/native include=$repository/src/Native/include
  g++ "${flags[@]}" -I "$repository/src/Native" -I "$repository/tests/Native.Tests" -o "$output/libbenchmark_machine.so" \
    "$project/Machine/Native/machine_limits.cc" "$repository/src/Native/base/isa.cc"
  mkdir -p "$timed"
  sed -n 's/^RN_API .*\b\(rn_[a-z0-9_]*\)(.*/ENTRY(\1)/p' "$include/resnet_native.h" >"$output/timed/resnet_entries.inc"
  g++ "${flags[@]}" -I "$include" -I "$output/timed" -o "$timed/libresnet_native.so" \
    "$project/Layers/Native/timed_calls.cc"
}

# TorchSharp's best configuration is chosen among several allocators, including jemalloc.
# awk reads all of ldconfig's output: exiting early would break the pipe and end this script.
find_jemalloc() { ldconfig -p | awk '/libjemalloc\.so\.2/ && !found { print $NF; found = 1 }'; }

# Publishes the benchmark compiled ahead of time, like a program that must start fast, to measure the cold start.
# The compiler is a package that not every registry has.
publish_ready_to_run() {
  local published=$project/bin/ready-to-run
  if dotnet publish "$project" --configuration Release -p:PublishReadyToRun=true --output "$published" \
    --nologo --verbosity quiet >"$output/publish.log" 2>&1; then
    export BENCHMARK_READY_TO_RUN=$published/Microsoft.ML.ResNet.Benchmarks.dll
  else
    log "the cold start is measured without compilation ahead of time: see $output/publish.log"
  fi
}

readonly project=$repository/tests/Microsoft.ML.ResNet.Benchmarks

require_build_tools
log "building ..."
build_release tests/Microsoft.ML.ResNet.Benchmarks
readonly output=$project/bin/Release/net10.0/linux-x64
build_native
publish_ready_to_run
grep -q GLIBCXX_3.4.32 "$(g++ -print-file-name=libstdc++.so.6)" || supply_libstdcxx
[[ -n $(find_jemalloc) ]] || { can_install && apt_install libjemalloc2; } ||
  log "libjemalloc2 is missing: TorchSharp is measured without it"
BENCHMARK_JEMALLOC=$(find_jemalloc)
export BENCHMARK_JEMALLOC
exec dotnet "$output/Microsoft.ML.ResNet.Benchmarks.dll" --results "$project/results" "$@"
