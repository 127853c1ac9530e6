#!/usr/bin/env bash
# Feeds a real `serve`, or a real cluster, with days of lines, one after the other and each as fast as it is counted, and
# holds every kept day against the judge's. What memory and disk it takes and the number of grains are printed after each day.
#
#   tests/week.sh [--cluster] [DAYS=7] [LINES_PER_DAY=2000000, of a cluster 500000] [KEPT_DAYS=32]
set -euo pipefail
cd "$(dirname "$0")/.."
project=Monitor.Tests lines=2000000
if [[ ${1:-} == --cluster ]]; then
  shift
  project=Cluster.Tests lines=500000
fi
for number in "${@:-1}"; do
  [[ $number =~ ^[1-9][0-9]*$ && $# -le 3 ]] || { echo "usage: tests/week.sh [--cluster] [DAYS=7] [LINES_PER_DAY=2000000, of a cluster 500000] [KEPT_DAYS=32]" >&2; exit 2; }
done
export WEEK_DAYS=${1:-7} WEEK_LINES=${2:-$lines} WEEK_KEPT=${3:-32}
dotnet build "tests/$project" -c Release --nologo -v quiet
exec dotnet run --project "tests/$project" -c Release --no-build -- \
  --no-ansi --progress off --filter-class '*.WeekTests' --show-live-output on
