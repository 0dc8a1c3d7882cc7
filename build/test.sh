#!/usr/bin/env bash
# Runs all tests of the repository: the native tests on each instruction set of this CPU, the NEON tests under emulation,
# the managed tests, and the C++ format check. The last line is the summary: N passed, N failed, N skipped.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly results="$repository/artifacts/test-results"
readonly shards=2 # parallel GoogleTest processes under emulation, which is single-threaded
passed=0 failed=0 skipped=0

# count NAME PASSED FAILED SKIPPED
count() {
  log "$1: $2 passed, $3 failed, $4 skipped"
  passed=$((passed + $2)) failed=$((failed + $3)) skipped=$((skipped + $4))
}

# attribute NAME FILE ELEMENT: an attribute of the first ELEMENT in an XML file.
attribute() { sed -nE "s/.*<$3 ([^>]* )?$1=\"([0-9]+)\".*/\2/p;" "$2" | head -n 1; }

# count_gtest NAME REPORT STATUS: a missing report means that the runner crashed.
count_gtest() {
  local tests failures disabled ignored
  tests=$(attribute tests "$2" testsuites 2>/dev/null) || true
  if [[ -z $tests ]]; then
    log "$1: exited with status $3 before it could report"
    count "$1" 0 1 0
    return
  fi
  failures=$(attribute failures "$2" testsuites)
  disabled=$(attribute disabled "$2" testsuites)
  ignored=$(grep -c ' result="skipped"' "$2" || true)
  if [[ $3 -ne 0 && $failures -eq 0 ]] || [[ $tests -eq 0 ]]; then
    log "$1: exited with status $3 after $tests tests, none of which failed"
    count "$1" "$tests" 1 0
    return
  fi
  count "$1" $((tests - failures - disabled - ignored)) "$failures" $((disabled + ignored))
}

# build_native_tests FOLDER [CMAKE OPTION...]
build_native_tests() {
  local folder="$repository/artifacts/native-tests/$1"
  shift
  if cmake -S "$repository/src/Native" -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Release -DRESNET_NATIVE_TESTS=ON \
    "$@" && cmake --build "$folder" --target resnet_native_tests; then
    return 0
  fi >"$results/cmake.log" 2>&1
  tail -n 60 "$results/cmake.log" >&2
  return 1
}

run_native_tests() {
  if ! build_native_tests host; then
    count "native tests (the build failed)" 0 1 0
    return
  fi
  local status=0
  "$repository/artifacts/native-tests/host/tests/resnet_native_tests" --gtest_brief=1 \
    --gtest_output="xml:$results/native.xml" >&2 || status=$?
  count_gtest "native tests" "$results/native.xml" $status
}

run_neon_tests() {
  if ! have aarch64-linux-gnu-g++ || ! have qemu-aarch64; then
    log "NEON is not tested: the packages g++-aarch64-linux-gnu and qemu-user are missing."
    count "native tests, NEON" 0 0 1
    return
  fi
  if ! build_native_tests neon -DCMAKE_TOOLCHAIN_FILE="$repository/src/Native/cmake/aarch64-linux-gnu.cmake"; then
    count "native tests, NEON (the build failed)" 0 1 0
    return
  fi
  local index status pids=()
  for ((index = 0; index < shards; index++)); do
    # Portable kernels are tested on the host: ARM CPUs always use NEON.
    GTEST_TOTAL_SHARDS=$shards GTEST_SHARD_INDEX=$index GTEST_FILTER='-*/portable' qemu-aarch64 -L /usr/aarch64-linux-gnu \
      "$repository/artifacts/native-tests/neon/tests/resnet_native_tests" --gtest_brief=1 \
      --gtest_output="xml:$results/neon-$index.xml" >&2 &
    pids+=($!)
  done
  for ((index = 0; index < shards; index++)); do
    status=0
    wait "${pids[index]}" || status=$?
    count_gtest "native tests, NEON, part $((index + 1)) of $shards" "$results/neon-$index.xml" $status
  done
}

run_managed_tests() {
  local status=0 report total=0 executed=0 succeeded=0 failures=0
  dotnet test "$repository/Microsoft.ML.ResNet.sln" --configuration Release --no-build --nologo \
    --logger "trx;LogFilePrefix=managed" --results-directory "$results" >&2 || status=$?
  for report in "$results"/managed*.trx; do
    [[ -e $report ]] || continue
    total=$((total + $(attribute total "$report" Counters)))
    executed=$((executed + $(attribute executed "$report" Counters)))
    succeeded=$((succeeded + $(attribute passed "$report" Counters)))
    failures=$((failures + $(attribute failed "$report" Counters)))
  done
  # A test host that crashed leaves no report, or one without the tests that it did not reach.
  if [[ $failures -eq 0 ]] && [[ $status -ne 0 || $total -eq 0 ]]; then
    log "managed tests: exited with status $status after $total tests, none of which failed"
    failures=1
  fi
  count "managed tests" "$succeeded" "$failures" $((total - executed))
}

check_format() {
  if ! have clang-format; then
    log "The C++ format is not checked: the package clang-format is missing."
    count "C++ format" 0 0 1
  elif find "$repository/src/Native" "$repository/tests" \( -name obj -o -name bin \) -prune -o \
    \( -name '*.cc' -o -name '*.h' \) -print0 | xargs -0 -r clang-format --dry-run -Werror; then
    count "C++ format" 1 0 0
  else
    count "C++ format" 0 1 0
  fi
}

have_browser() {
  [[ -n ${RESNET_TEST_CHROMIUM:-} ]] || have chromium || have chromium-browser || have google-chrome
}

require_build_tools
optional=()
[[ -e /usr/src/googletest/googletest/src/gtest-all.cc || -n ${GOOGLETEST_SOURCES:-} ]] || optional+=(googletest)
have aarch64-linux-gnu-g++ || optional+=(g++-aarch64-linux-gnu)
have qemu-aarch64 || optional+=(qemu-user)
have clang-format || optional+=(clang-format)
have_browser || optional+=(chromium)
if [[ ${#optional[@]} -gt 0 ]] && can_install; then
  apt_install "${optional[@]}" || log "could not install ${optional[*]}"
fi

# The browser tests are then counted as skipped.
have_browser || log "The web page is not tested: the package chromium is missing."

rm -rf "$results"
mkdir -p "$results"
log "building ..."
build_release Microsoft.ML.ResNet.sln
check_format
run_native_tests
run_neon_tests
run_managed_tests
echo "$passed passed, $failed failed, $skipped skipped"
[[ $failed -eq 0 ]]
