# shellcheck shell=bash
# Sourced by the other scripts: the repository's path, its build tools, and the Release build.

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly repository
# Prevents build servers from outliving the script.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 UseSharedCompilation=false

log() { printf '%s\n' "$*" >&2; }
die() {
  log "error: $*"
  exit 1
}

# at_least MINIMUM VERSION: whether VERSION is MINIMUM or newer.
at_least() { [[ $(printf '%s\n%s\n' "$1" "$2" | sort -V | head -n 1) == "$1" ]]; }

have() { command -v "$1" >/dev/null 2>&1; }
have_dotnet_10() { have dotnet && dotnet --list-sdks 2>/dev/null | awk -F. '$1 >= 10 { found = 1 } END { exit !found }'; }
have_cmake_325() { have cmake && at_least 3.25 "$(cmake --version | awk 'NR == 1 { print $3 }')"; }

can_install() { [[ $EUID -eq 0 ]] && have apt-get; }
apt_install() {
  log "installing: $*"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } >&2
}

# .NET needs ICU for Unicode's normal forms; macOS and musl-based systems find it elsewhere.
have_icu() {
  [[ $(uname -s) != Linux ]] || compgen -G '/usr/lib*/libicuuc.so*' >/dev/null || compgen -G '/usr/lib/*/libicuuc.so*' >/dev/null ||
    { have ldconfig && ldconfig -p 2>/dev/null | grep -q libicuuc; }
}

# Checks for the .NET SDK, ICU, CMake, Ninja and a C++ compiler, and installs missing ones if possible.
require_build_tools() {
  local packages=()
  have_dotnet_10 || packages+=(dotnet-sdk-10.0)
  have_icu || packages+=(libicu-dev)
  have_cmake_325 || packages+=(cmake)
  have ninja || packages+=(ninja-build)
  have g++ || have clang++ || packages+=(g++)
  [[ ${#packages[@]} -eq 0 ]] && return
  local command="apt-get update && apt-get install -y ${packages[*]}"
  can_install || die "missing: ${packages[*]}. On Debian or Ubuntu, as root: $command"
  apt_install "${packages[@]}" || die "'$command' failed. Install ${packages[*]} by hand, then run this again."
  have_dotnet_10 || die "the .NET SDK 10 is still missing: install it as the .NET installation guide describes."
  have_cmake_325 || die "CMake 3.25 or later is needed; the system provides $(cmake --version | head -n 1)."
}

# build_release PROJECT: prints nothing unless the build fails.
build_release() {
  local output
  output=$(dotnet build "$repository/$1" --configuration Release --nologo --verbosity quiet 2>&1) || {
    log "$output"
    die "the build failed"
  }
}

# run_sample NAME OPTIONS...: builds a sample and replaces this process by it.
run_sample() {
  require_build_tools
  log "building ..."
  build_release "samples/$1/$1.csproj"
  exec dotnet "$repository/samples/$1/bin/Release/net10.0/$1.dll" "${@:2}"
}
