#!/usr/bin/env bash
# Runs a test that needs Node and the packages of tests/package.json: with_node.sh SCRIPT [ARGUMENT...]
# SCRIPT is a file of ours, or a package's program by its name.
set -euo pipefail
tests="$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
if ! command -v node >/dev/null || [[ ! -d "$tests/node_modules/.bin" ]]; then
  echo "Node, or the packages of tests/package.json, are not installed; ./dev setup installs them" >&2
  exit 1
fi
export REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true NO_COLOR=1
program="$tests/node_modules/.bin/$1"
[[ ! -x "$program" ]] || exec "$program" "${@:2}"
exec node "$@"
