#!/usr/bin/env bash
# Packs the library for Linux on x64 and ARM64 and for Windows on x64 into build/packages, and checks what came out.
# Options go to dotnet pack: -p:PackageIdPrefix=NAME renames the packages, -p:PackEveryPlatform=false packs the native
# kernels of this machine's platform alone.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly glibc_floor=2.34
readonly feed="$repository/build/packages"

require_build_tools
if [[ "$*" != *PackEveryPlatform=false* ]]; then
  compilers=()
  have aarch64-linux-gnu-g++ || compilers+=(g++-aarch64-linux-gnu)
  have x86_64-w64-mingw32-g++-posix || compilers+=(g++-mingw-w64-x86-64-posix)
  have objdump || compilers+=(binutils)
  if [[ ${#compilers[@]} -gt 0 ]]; then
    can_install || die "missing: ${compilers[*]}. Install them, or pack for this platform: -p:PackEveryPlatform=false"
    apt_install "${compilers[@]}"
  fi
fi

rm -f "$feed"/*.nupkg "$feed"/*.snupkg
for project in Microsoft.ML.ResNet Microsoft.ML.ResNet.Reports; do
  dotnet pack "$repository/src/$project/$project.csproj" --configuration Release \
    --output "$feed" --nologo --verbosity quiet -p:PackEveryPlatform=true -p:ContinuousIntegrationBuild=true "$@"
done

# The C library that a Linux library asks for decides where the package can be used.
for library in "$repository"/src/Native/obj/linux-*/libresnet_native.so; do
  needed=$(objdump -T "$library" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
  at_least "$glibc_floor" "${needed#GLIBC_}" || die "$library asks for $needed; the floor is $glibc_floor."
done
ls "$feed"/*.nupkg
