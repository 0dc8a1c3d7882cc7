#!/usr/bin/env bash
# Builds the sample that fine-tunes a network to new classes and runs it with the given options; `--help` lists them.
# Relative paths are relative to the current directory.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

run_sample FineTuning "$@"
