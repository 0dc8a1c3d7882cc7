#!/usr/bin/env bash
# Packs the library and the command-line tool, for Linux on x64 and ARM64 and for Windows on x64, into build/packages,
# and checks what came out.
# Options go to dotnet pack: -p:PackageIdPrefix=NAME renames the packages, -p:PackEveryPlatform=false packs the native
# kernels of this machine's platform alone.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly glibc_floor=2.34
readonly feed="$repository/build/packages"
readonly project="$repository/src/Microsoft.ML.ResNet/Microsoft.ML.ResNet.csproj"

require_build_tools
tools=()
have unzip || tools+=(unzip)
if [[ "$*" != *PackEveryPlatform=false* ]]; then
  have aarch64-linux-gnu-g++ || tools+=(g++-aarch64-linux-gnu)
  have x86_64-w64-mingw32-g++-posix || tools+=(g++-mingw-w64-x86-64-posix)
  have objdump || tools+=(binutils)
fi
if [[ ${#tools[@]} -gt 0 ]]; then
  can_install || die "missing: ${tools[*]}. Install them; compilers are not needed with -p:PackEveryPlatform=false"
  apt_install "${tools[@]}"
fi

# Always anew: a build that is up to date may be one with paths of this machine.
options=(--configuration Release --nologo --verbosity quiet -p:PackEveryPlatform=true -p:ContinuousIntegrationBuild=true "$@")
compile() { dotnet build "$project" --no-incremental "${options[@]}"; }

rm -f "$feed"/*.nupkg "$feed"/*.snupkg
compile
dotnet pack "$project" --no-build --output "$feed" "${options[@]}"
dotnet pack "$repository/src/Microsoft.ML.ResNet.Reports" --output "$feed" "${options[@]}"

# The C library that a Linux library asks for decides where the package can be used.
for library in "$repository"/src/Native/obj/linux-*/libresnet_native.so; do
  needed=$(objdump -T "$library" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
  at_least "$glibc_floor" "${needed#GLIBC_}" || die "$library asks for $needed; the floor is $glibc_floor."
done

# The same sources give the same assembly and symbols: compiled again, both are what lies in the packages; and neither
# names a folder of this machine.
compare=$(mktemp -d)
trap 'rm -rf "$compare"' EXIT
for package in "$feed"/*.nupkg "$feed"/*.snupkg; do
  unzip -q -o "$package" 'lib/*' -d "$compare"
done
output="$repository/src/Microsoft.ML.ResNet/bin/Release/net10.0"
compile
for file in Microsoft.ML.ResNet.dll Microsoft.ML.ResNet.pdb; do
  packed="$compare/lib/net10.0/$file"
  cmp "$packed" "$output/$file" || die "$file differs from one compilation to the next."
  ! grep -q -F "$repository/" "$packed" || die "$file names $repository."
done

dotnet pack "$repository/src/Microsoft.ML.ResNet.Tool/Microsoft.ML.ResNet.Tool.csproj" --output "$feed" "${options[@]}"
ls "$feed"/*.nupkg "$feed"/*.snupkg
