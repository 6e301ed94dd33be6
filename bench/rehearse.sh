#!/usr/bin/env bash
# Starts a server of the release build on a fresh folder, rehearses a scenario against it, and stops
# it. Prints what `onsale rehearse` prints, and the server's own warnings. The exit status is that of
# the rehearsal, or 1 when the server did not stop as it should or `onsale verify` finds something.
#
#   bench/rehearse.sh SCENARIO [OPTION...]       options of `onsale rehearse`
#
# PORT (default 8190), SERVE_OPTIONS (more options of `onsale serve`).
set -euo pipefail
cd "$(dirname "$0")/.."
[[ $# -gt 0 ]] || { echo "usage: bench/rehearse.sh SCENARIO [OPTION...]" >&2 && exit 2; }
# shellcheck source=bench/server.sh
. bench/server.sh
start_server
status=0
build/release/onsale rehearse --url "http://127.0.0.1:$port" --scenario "$@" || status=$?
stop_server || status=1
exit "$status"
