#!/usr/bin/env bash
# Builds the sample that shows the degradation problem, and runs it with the options given; `--help` lists them.
# Relative paths among the options mean the caller's directory.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

run_sample Degradation "$@"
