#!/usr/bin/env bash
# Builds the sample that finds a network for your images and runs it with the given options; `--help` lists them.
# Relative paths are relative to the current directory.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

run_sample ModelSelection "$@"
