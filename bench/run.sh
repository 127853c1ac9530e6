#!/usr/bin/env bash
# Measures the monitor: bench/run.sh --help says what and how, bench/README.md how to read it.
set -euo pipefail
bench=$(cd "$(dirname "$0")" && pwd)
if ! command -v node >/dev/null; then
  echo "bench: node is not installed: install Node.js 20 or later" >&2
  exit 2
fi
exec node "$bench/main.mjs" "$@"
