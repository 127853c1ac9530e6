#!/usr/bin/env bash
# Lists every package that the executable is built with, with its version and licence as its maker states them.
#
#   deploy/licences.sh             one line a package; fails if one states no licence
#   deploy/licences.sh --known     asks the package source for known vulnerabilities too, where it has them
set -euo pipefail
cd "$(dirname "$0")/.."

case ${1:-} in
  '' | --known) ;;
  *) echo "licences.sh: unknown argument '$1'; it takes --known or nothing" >&2; exit 2 ;;
esac

dotnet restore src/Monitor --nologo -v quiet >&2
folder=${NUGET_PACKAGES:-$HOME/.nuget/packages}
missing=0

# What a project restored to stands in its assets file: "Name/Version": { … "type": "package" … }.
while IFS=/ read -r name version; do
  nuspec=$folder/${name,,}/${version,,}/${name,,}.nuspec
  licence=$(sed -nE 's:.*<license type="expression">([^<]+)</license>.*:\1:p' "$nuspec" | head -n 1)
  [ -n "$licence" ] || licence=$(sed -nE 's:.*<license type="file">([^<]+)</license>.*:its file \1:p' "$nuspec" | head -n 1)
  [ -n "$licence" ] || licence=$(sed -nE 's:.*<licenseUrl>([^<]+)</licenseUrl>.*:\1:p' "$nuspec" | head -n 1)
  [ -n "$licence" ] || { licence='states none'; missing=$((missing + 1)); }
  printf '%-60s %-14s %s\n' "$name" "$version" "$licence"
done < <(tr -d ' \r' <src/Monitor/obj/project.assets.json | awk '
  /^"libraries":\{/ { inside = 1; next }
  inside && /^"[^"]+\/[^"]+":\{/ { split($0, part, "\""); library = part[2] }
  inside && /^"type":"package"/ { print library }
  inside && /^"projectFileDependencyGroups"/ { exit }' | sort -f)

if [ "${1:-}" = --known ]; then
  dotnet list src/Monitor package --vulnerable --include-transitive >&2
fi
if [ "$missing" -gt 0 ]; then
  echo "$missing packages state no licence" >&2
  exit 1
fi
