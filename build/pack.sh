#!/usr/bin/env bash
# Packs the library and the command-line tool for Linux on x64 and ARM64 and for Windows on x64 into build/packages, and
# checks the packages.
# Options are passed to dotnet pack: -p:PackageIdPrefix=NAME renames the packages; with -p:PackEveryPlatform=false they
# contain the native kernels for this machine's platform only.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

readonly glibc_floor=2.34
readonly feed="$repository/build/packages"
readonly tool="$repository/src/Microsoft.ML.ResNet.Tool"

require_build_tools
tools=()
have unzip || tools+=(unzip)
if [[ "$*" != *PackEveryPlatform=false* ]]; then
  have aarch64-linux-gnu-g++ || tools+=(g++-aarch64-linux-gnu)
  have x86_64-w64-mingw32-g++-posix || tools+=(g++-mingw-w64-x86-64-posix)
  have objdump || tools+=(binutils)
fi
if [[ ${#tools[@]} -gt 0 ]]; then
  can_install || die "missing: ${tools[*]}. Install them; -p:PackEveryPlatform=false needs no compilers for other platforms"
  apt_install "${tools[@]}"
fi

# Always rebuilt: an existing build may contain paths of this machine.
options=(--configuration Release --nologo --verbosity quiet -p:PackEveryPlatform=true -p:ContinuousIntegrationBuild=true "$@")
# The tool's project builds the others, and converts the weights.
compile() { dotnet build "$tool" --no-incremental "${options[@]}"; }

rm -f "$feed"/*.nupkg "$feed"/*.snupkg
compile
for project in Microsoft.ML.ResNet Microsoft.ML.ResNet.Reports Microsoft.ML.ResNet.ImageNet.ResNet18 Microsoft.ML.ResNet.Tool; do
  dotnet pack "$repository/src/$project" --no-build --output "$feed" "${options[@]}"
done

# The glibc version that a library requires determines which distributions can use the package.
for library in "$repository"/src/Native/obj/linux-*/libresnet_native.so; do
  needed=$(objdump -T "$library" | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
  at_least "$glibc_floor" "${needed#GLIBC_}" || die "$library requires $needed; at most $glibc_floor is allowed."
done

# The package of weights contains the file and the licence of the origin.
weights=$(unzip -Z1 "$feed"/*.ImageNet.ResNet18.*.nupkg)
for file in resnet-weights/ImageNet.ResNet18.safetensors origin/LICENSE origin/THIRD-PARTY-NOTICES.TXT; do
  grep -q -x -F "$file" <<< "$weights" || die "the package of weights has no $file."
done

# Builds are deterministic: compiled again, all assemblies and symbols equal those in the packages. None of them may
# contain a path of this machine.
compare=$(mktemp -d)
trap 'rm -rf "$compare"' EXIT
for package in "$feed"/*.nupkg "$feed"/*.snupkg; do
  mkdir "$compare/${package##*/}"
  unzip -q "$package" -d "$compare/${package##*/}"
done
compile
readonly output="$tool/bin/Release/net10.0"
compared=()
while IFS= read -r packed; do
  file=${packed##*/}
  cmp "$packed" "$output/$file" || die "$file differs from one compilation to the next."
  ! grep -q -F "$repository/" "$packed" || die "$file contains the path $repository."
  compared+=("$file")
done < <(find "$compare" -regex '.*/\(resnet\|Microsoft\.ML\.ResNet[.A-Za-z]*\)\.\(dll\|pdb\)')
# The library and its reports, in their own packages and in the tool's, and two more in the tool's; each with symbols.
[[ ${#compared[@]} -eq 12 ]] || die "compared ${#compared[@]} files where 12 are expected: ${compared[*]}"

ls -sh "$feed"/*.nupkg "$feed"/*.snupkg
