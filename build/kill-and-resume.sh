#!/usr/bin/env bash
# Runs the quick start twice with the given options: once uninterrupted, and once killed (SIGKILL) at random moments and
# restarted. Compares the weights bit for bit.
#   KILLS=10 build/kill-and-resume.sh --data cifar-10.zip --epochs 3
# KILLS is the number of kills; default: 10. Each happens at a random time after a start, up to three times the duration
# of the uninterrupted run divided by KILLS; some come before training has started.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR source=common.sh
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

kills=${KILLS:-10}
require_build_tools
log "building ..."
build_release samples/QuickStart/QuickStart.csproj
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
train() { exec dotnet "$repository/samples/QuickStart/bin/Release/net10.0/QuickStart.dll" "$@"; }
weights() { sed -n 's/.*"weightsSha256": "\([0-9a-f]*\)".*/\1/p' "$1"; }

log "the uninterrupted run ..."
start=$(date +%s%N)
(train "$@" --output "$folder/whole" --json "$folder/whole.json") > "$folder/whole.log" 2>&1 || { cat "$folder/whole.log"; exit 1; }
milliseconds=$((($(date +%s%N) - start) / 1000000))
log "took $((milliseconds / 1000)) s"

for ((i = 1; i <= kills; i++)); do
  (train "$@" --output "$folder/killed" --checkpoint "$folder/run.checkpoint" --checkpoint-minutes 0.05) \
    > "$folder/killed.log" 2>&1 &
  process=$!
  wait=$(((RANDOM * 32768 + RANDOM) % (3 * milliseconds / kills)))
  sleep "$(printf '%d.%03d' $((wait / 1000)) $((wait % 1000)))"
  if kill -9 "$process" 2> /dev/null; then
    wait "$process" 2> /dev/null || true
    log "kill $i after $wait ms; started from: $(grep -o 'written at .*' "$folder/killed.log" || echo 'the beginning')"
  else
    wait "$process" || { cat "$folder/killed.log"; exit 1; }
    log "kill $i: the run had already finished"
  fi
done
(train "$@" --output "$folder/killed" --json "$folder/killed.json" --checkpoint "$folder/run.checkpoint" \
  --checkpoint-minutes 0.05) > "$folder/killed.log" 2>&1 || { cat "$folder/killed.log"; exit 1; }
log "finished; started from: $(grep -o 'written at .*' "$folder/killed.log" || true)"

log "uninterrupted: $(weights "$folder/whole.json")"
log "killed:        $(weights "$folder/killed.json")"
[[ -n $(weights "$folder/whole.json") && $(weights "$folder/whole.json") == $(weights "$folder/killed.json") ]] \
  || { log "the weights differ"; exit 1; }
log "the weights are identical"
