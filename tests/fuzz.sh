#!/usr/bin/env bash
# Feeds made-up inputs to what reads from outside, and says which of them was not dealt with as it should.
#
#   tests/fuzz.sh lines [INPUTS=1000000] [SEED]       the parser, held against the judge: two kinds of lines, so many of each
#   tests/fuzz.sh forms [INPUTS=1000000] [SEED]       stored forms and stream events: eleven kinds, so many of each
#   tests/fuzz.sh files [INPUTS=100000] [SEED]        what happens to log files: writes, rotations, losses, restarts
#   tests/fuzz.sh requests [INPUTS=1000000] [SEED]    REST: paths, parameters, headers
set -euo pipefail
cd "$(dirname "$0")/.."
usage() { sed -n '4,7s/^#   //p' tests/fuzz.sh >&2; exit 2; }
case ${1:-} in
  lines) project=Core.Tests filter='*.NotificationParserTests' inputs=1000000 ;;
  forms) project=Core.Tests filter='*.StoredFormTests' inputs=1000000 ;;
  files) project=Ingest.Tests filter='*.FileSourcePropertyTests' inputs=100000 ;;
  requests) project=Api.Tests filter='*.RequestFuzzTests' inputs=1000000 ;;
  *) usage ;;
esac
[[ ${2:-1} =~ ^[1-9][0-9]*$ && ${3:-0} =~ ^[0-9]+$ && $# -le 3 ]] || usage
export FUZZ_INPUTS=${2:-$inputs} TEST_SEED=${3:-$((RANDOM * 32768 + RANDOM))}
echo "$1: $FUZZ_INPUTS inputs of each kind, seed $TEST_SEED"
dotnet build "tests/$project" -c Release --nologo -v quiet
exec dotnet run --project "tests/$project" -c Release --no-build -- --no-ansi --no-progress --filter-class "$filter"
