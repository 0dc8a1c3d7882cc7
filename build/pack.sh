#!/usr/bin/env bash
# Packs the library, with the native kernels of this machine's platform, into build/packages.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

require_build_tools
dotnet pack "$repository/src/Microsoft.ML.ResNet/Microsoft.ML.ResNet.csproj" --configuration Release \
  --output "$repository/build/packages" --nologo --verbosity quiet
ls "$repository"/build/packages/*.nupkg
