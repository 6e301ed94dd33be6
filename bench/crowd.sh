#!/usr/bin/env bash
# Starts a server of the release build on a fresh folder, puts a crowd before it, and stops it. Prints
# what crowd prints, and the server's own warnings. The exit status is that of crowd, or 1 when the
# server did not stop as it should or `onsale verify` finds something.
#
#   bench/crowd.sh rush [OPTION...]       default: the arena of bench/plans, 20,000 clients
#   bench/crowd.sh watch [OPTION...]
#   bench/crowd.sh arrive [OPTION...]
#   bench/crowd.sh siege [OPTION...]
#   bench/crowd.sh pace [OPTION...]
#
# PORT (default 8190), SERVE_OPTIONS (more options of `onsale serve`).
set -euo pipefail
cd "$(dirname "$0")/.."
case "${1-}" in
  rush) options=(--plan bench/plans/arena.json) ;;
  watch | arrive | siege | pace) ;;
  *) echo "usage: bench/crowd.sh rush|watch|arrive|siege|pace [OPTION...]" >&2 && exit 2 ;;
esac
port="${PORT:-8190}"
read -ra serve_options <<<"${SERVE_OPTIONS:-}"
work="$(mktemp -d)"
export ONSALE_ADMIN_TOKEN=bench
ulimit -n "$(ulimit -Hn)"

build/release/onsale serve --listen "127.0.0.1:$port" --data-dir "$work/data" \
  --min-free-mib 0 "${serve_options[@]}" 2>"$work/log" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
until curl -fs -o /dev/null "http://127.0.0.1:$port/readyz"; do
  kill -0 "$server" || { cat "$work/log" && exit 1; }
  sleep 0.1
done
grep -o 'connections_max=.*' "$work/log"

case "$1" in
  watch | arrive | siege) options=(--pid "$server") ;;
  pace) options=() ;;
esac
status=0
build/release/bench/crowd --port "$port" "$1" "${options[@]}" "${@:2}" || status=$?

kill "$server"
wait "$server" || status=1
grep -E 'warn|error|critical' "$work/log" || true
build/release/onsale verify --data-dir "$work/data" || status=1
exit "$status"
