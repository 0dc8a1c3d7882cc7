#!/usr/bin/env bash
# Builds the sample that finds a network for your images, and runs it with the options given; `--help` lists them.
# Relative paths among the options mean the caller's directory.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

require_build_tools
log "building ..."
build_release samples/ModelSelection/ModelSelection.csproj
exec dotnet "$repository/samples/ModelSelection/bin/Release/net10.0/ModelSelection.dll" "$@"
