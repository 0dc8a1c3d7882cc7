#!/usr/bin/env bash
# Builds the quick start and runs it with the given options; `build/quickstart.sh --help` lists them.
# Relative paths are relative to the current directory.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

run_sample QuickStart "$@"
