#!/usr/bin/env bash
# Strikes a real cluster again and again with random faults while it counts, and holds every figure against the judge's after each.
#
#   tests/chaos.sh [MINUTES=10] [SEED]     a seed fixes the choice of faults and lines; timing stays the machine's
set -euo pipefail
cd "$(dirname "$0")/.."
minutes=${1:-10}
[[ $minutes =~ ^[1-9][0-9]*$ && ${2:-0} =~ ^[0-9]+$ && $# -le 2 ]] || { echo "usage: tests/chaos.sh [MINUTES=10] [SEED]" >&2; exit 2; }
export CHAOS_MINUTES=$minutes CHAOS_SEED=${2:-}
dotnet build tests/Cluster.Tests -c Release --nologo -v quiet
exec dotnet run --project tests/Cluster.Tests -c Release --no-build -- \
  --no-ansi --progress off --filter-class '*.ChaosTests' --show-live-output on
