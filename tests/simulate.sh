#!/usr/bin/env bash
# Simulates the delivery protocol under everything that can go wrong, and holds every figure against the judge's.
#
#   tests/simulate.sh [SCHEDULES=100000] [SEED]     many schedules on all cores; those that fail are named with their seeds
#   tests/simulate.sh --replay SEED [VARIANT]       one schedule again, step by step, also with a rule that is broken
#   tests/simulate.sh --variants [SEED]             how many schedules it takes to notice each broken rule
set -euo pipefail
cd "$(dirname "$0")/.."
usage() { sed -n '4,6s/^#   //p' tests/simulate.sh >&2; exit 2; }
random=$((RANDOM * 32768 + RANDOM))
case ${1:-} in
  --replay) [[ ${2:-} =~ ^[0-9]+$ && $# -le 3 ]] || usage; arguments=("$@") ;;
  --variants) [[ ${2:-0} =~ ^[0-9]+$ && $# -le 2 ]] || usage; arguments=(--variants "${2:-$random}") ;;
  *) [[ ${1:-1} =~ ^[1-9][0-9]*$ && ${2:-0} =~ ^[0-9]+$ && $# -le 2 ]] || usage; arguments=("${1:-100000}" "${2:-$random}") ;;
esac
dotnet build tests/Simulation -c Release --nologo -v quiet
exec dotnet run --project tests/Simulation -c Release --no-build -- "${arguments[@]}"
