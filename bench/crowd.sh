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
# shellcheck source=bench/server.sh
. bench/server.sh
start_server

case "$1" in
  watch | arrive | siege) options=(--pid "$server") ;;
  pace) options=() ;;
esac
status=0
build/release/bench/crowd --port "$port" "$1" "${options[@]}" "${@:2}" || status=$?

stop_server || status=1
exit "$status"
