#!/usr/bin/env bash
# Trains the Model Builder sample from its configuration, evaluates it and classifies an image.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

require_build_tools
log "building ..."
build_release samples/ModelBuilder/Shapes_ConsoleApp/Shapes_ConsoleApp.csproj
cd "$repository/samples/ModelBuilder"
program=Shapes_ConsoleApp/bin/Release/net10.0/Shapes_ConsoleApp.dll
dotnet $program train Shapes.mbconfig
dotnet $program evaluate images/test
dotnet $program predict images/test/star/0000.jpg
