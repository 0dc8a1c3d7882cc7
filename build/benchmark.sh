#!/usr/bin/env bash
# Runs us and the peers on this machine in turn and prints medians and ratios; `build/benchmark.sh --help` lists the
# options. Linux on x86-64 only, where TorchSharp's packages (600 MB, downloaded once) run.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# TorchSharp needs one symbol of a libstdc++ newer than some distributions have: a shim supplies it, and the library's
# requirement is marked weak in the copy beside the benchmark.
supply_libstdcxx() {
  local library copy
  library=$(find "$output" -name libLibTorchSharp.so -print -quit)
  copy=$(mktemp "$output/libLibTorchSharp.XXXXXX")
  cp "$library" "$copy" # a file of our own: the original may be a link into the package cache
  dotnet run --file "$repository/build/AcceptOlderLibstdcxx.cs" -- "$copy" GLIBCXX_3.4.32
  mv -f "$copy" "$library"
  export BENCHMARK_LIBSTDCXX_SHIM=$output/libstdcxx_shim.so
  printf '#include <iostream>\nstatic std::ios_base::Init keep;\nextern "C" void _ZSt21ios_base_library_initv() {}\n' |
    g++ -x c++ -O1 -shared -fPIC -o "$BENCHMARK_LIBSTDCXX_SHIM" -
}

# The limits of the machine, and a library that times every call to ours.
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

# jemalloc is one of the allocators that TorchSharp's best configuration is chosen from.
# All of ldconfig's output is read: who left early would break its pipe, and so end this script.
find_jemalloc() { ldconfig -p | awk '/libjemalloc\.so\.2/ && !found { print $NF; found = 1 }'; }

# The benchmark once more, compiled ahead of time as a program that must start fast would be published: for the cold start.
# The compiler is a package that not every registry serves.
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
  log "libjemalloc2 is missing: TorchSharp runs without it"
BENCHMARK_JEMALLOC=$(find_jemalloc)
export BENCHMARK_JEMALLOC
exec dotnet "$output/Microsoft.ML.ResNet.Benchmarks.dll" --results "$project/results" "$@"
