#!/usr/bin/env bash
# Strikes a real `serve` again and again while its logs grow and are rotated (kills, freezes, stops, full disks), then holds
# every figure against the judge's.
#
#   tests/kill-loop.sh [ROUNDS=50] [SEED]     a seed fixes the choices of lines, rotations and strikes; timing stays the machine's
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-50}
[[ $rounds =~ ^[1-9][0-9]*$ && ${2:-0} =~ ^[0-9]+$ && $# -le 2 ]] || { echo "usage: tests/kill-loop.sh [ROUNDS=50] [SEED]" >&2; exit 2; }
export KILL_LOOP_ROUNDS=$rounds KILL_LOOP_SEED=${2:-}
dotnet build tests/Monitor.Tests -c Release --nologo -v quiet
exec dotnet run --project tests/Monitor.Tests -c Release --no-build -- \
  --no-ansi --progress off --filter-class '*.KillLoopTests' --show-live-output on
