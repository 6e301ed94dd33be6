# A server of the release build on a fresh folder, for the scripts beside it, which include this. Sets
# `port` and `server`, its process; stop_server verifies what it leaves, and fails when something is
# wrong.
# shellcheck shell=bash

port="${PORT:-8190}"
export ONSALE_ADMIN_TOKEN=bench

start_server() {
  local serve_options
  read -ra serve_options <<<"${SERVE_OPTIONS:-}"
  work="$(mktemp -d)"
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
}

stop_server() {
  local faults=0
  kill "$server"
  wait "$server" || faults=1
  grep -E 'warn|error|critical' "$work/log" || true
  build/release/onsale verify --data-dir "$work/data" || faults=1
  return "$faults"
}
