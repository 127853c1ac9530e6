#!/usr/bin/env bash
# Runs every test that this machine can run. Closes with "N passed, N failed, N skipped".
#
#   ./test.sh                 what cannot be run is skipped, by name and with the reason
#   ./test.sh --require-all   what cannot be run is a failure
set -uo pipefail
cd "$(dirname "$0")"

require_all=false
for argument in "$@"; do
  case $argument in
    --require-all) require_all=true ;;
    *) echo "test.sh: unknown argument '$argument'; it takes --require-all or nothing" >&2; exit 2 ;;
  esac
done

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Real servers come from Debian's packages where the script may install them; otherwise the tests that need one are skipped.
install() { # COMMAND=PACKAGE…, or FILE=PACKAGE for what is no command; a FILE may be a pattern
  local missing=() pair
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin command -v "${pair%%=*}" >/dev/null || compgen -G "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ "${#missing[@]}" -gt 0 ] || return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]}"
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$results/apt.log" 2>&1 && return 0
    tail -n 3 "$results/apt.log"
  fi
  echo "to run every test, install: ${missing[*]}"
}

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

# Tests start some hundred processes of the monitor. What they compile at their start takes a third less without the
# protection of code pages against writing, which nothing here depends on.
export DOTNET_EnableWriteXorExecute=0

install mariadbd=mariadb-server redis-server=redis-server java=openjdk-17-jre-headless debootstrap=debootstrap wrk=wrk \
  rsyslogd=rsyslog '/usr/lib/*/rsyslog/omkafka.so=rsyslog-kafka' prometheus=prometheus \
  chromium=chromium '/usr/share/fonts/opentype/noto/NotoSansCJK-*=fonts-noto-cjk'

if ! dotnet build Orleans.sln -c Release -warnaserror --nologo -v quiet; then
  echo "the build failed"
  echo "0 passed, 1 failed, 0 skipped"
  exit 1
fi

passed=0 failed=0 skipped=0
for project in tests/*.Tests; do
  name=$(basename "$project")
  echo "== $name"
  log=$results/$name.log
  dotnet run --project "$project" -c Release --no-build -- --no-ansi --no-progress >"$log" 2>&1 </dev/null
  code=$?
  grep -avE '^\s*$' "$log" | tail -n 400 | grep -aE '^(failed|skipped) |^  |^Test run summary' | cut -c1-600
  count() { sed -nE "s/^ +$1: ([0-9]+)$/\1/p" "$log" | tail -n 1; }
  if [ -z "$(count total)" ]; then
    echo "$name ended with exit code $code and without a summary:"
    tail -n 40 "$log"
    failed=$((failed + 1))
    continue
  fi
  # A runner that found no test, or that broke after its tests, says so by its exit code alone.
  # (8 is its code for "no test ran", which is so where all of them were skipped.)
  if [ "$(count total)" -eq 0 ] || { [ "$code" -ne 0 ] && [ "$(count failed)" -eq 0 ] && ! { [ "$code" -eq 8 ] && [ "$(count skipped)" -eq "$(count total)" ]; }; }; then
    echo "$name ended with exit code $code after $(count total) tests, none of which failed:"
    tail -n 40 "$log"
    failed=$((failed + 1))
  fi
  passed=$((passed + $(count succeeded)))
  failed=$((failed + $(count failed)))
  skipped=$((skipped + $(count skipped)))
done

if $require_all && [ "$skipped" -gt 0 ]; then
  echo "$skipped tests were skipped, and --require-all allows none"
  failed=$((failed + skipped)) skipped=0
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
