#!/usr/bin/env bash
# What a seat takes of the server's memory: its resident memory (VmRSS) before and after importing a
# plan through the API into a fresh server, divided by the seats of the plan. A seat is a place in a
# row; the arena's standing places are none.
#
#   bench/seat_memory.sh [BINARY]         default: build/release/onsale
#
#   counted   100,000 seats in rows that say how many they have
#   named     100,000 seats with names of their own, of six octets
#   placed    100,000 seats, each with a position of its own
#   arena     bench/plans/arena.json
#
#   answered  when the import is answered
#   idle      after some other requests: the request itself is gone
#   document  then, once `GET …/seats` was asked for, gzipped
#   second    what the same plan again adds, idle: without what a server's first import takes once
#
# Wants jq, curl. PORT (default 18180).
set -euo pipefail
cd "$(dirname "$0")/.."
binary="${1:-build/release/onsale}" port="${PORT:-18180}"
work="$(mktemp -d)"
server=
export ONSALE_ADMIN_TOKEN=bench
base="http://127.0.0.1:$port"

stop() {
  [[ -z "$server" ]] || { kill "$server" && wait "$server"; } || true
  server=
}
trap 'stop; rm -rf "$work"' EXIT

start() {
  "$binary" serve --listen "127.0.0.1:$port" --data-dir "$work/data-$1" \
    --min-free-mib 0 --log-level warn &
  server=$!
  until curl -fs -o /dev/null "$base/readyz"; do
    kill -0 "$server"
    sleep 0.1
  done
}

# KIND EVENT
plan() {
  local rows=2000 seats=50
  jq -cn --arg kind "$1" --arg id "$2" --argjson rows "$rows" --argjson seats "$seats" '
    {events: [{$id, name: $id, sections: [{id: "s", name: "S", rows: [range($rows) as $row |
      {name: "R\($row + 1)"} +
      if $kind == "counted" then {$seats}
      elif $kind == "named" then {seats: [range($seats) | "\(100000 + $row * $seats + .)"]}
      else {x: 0, y: $row, seats: [range($seats) as $seat | {name: "\($seat + 1)",
        x: ($seat + ($row * 7 + $seat * 13) % 100 / 100), y: ($row + ($row * 3 + $seat * 11) % 100 / 100)}]}
      end]}]}]}'
}

resident() { awk '/^VmRSS/ { print $2 * 1024 }' "/proc/$server/status"; }
per_seat() { awk -v a="$1" -v b="$2" -v n="$3" 'BEGIN { printf "%.0f", (b - a) / n }'; }
import() { # EVENT
  curl -fsS -o /dev/null "$base/api/v1/import" -H 'Authorization: Bearer bench' \
    -H 'Content-Type: application/json' --data-binary "@$work/$1.json"
}
others() { curl -fsS -o /dev/null "$base/healthz?[1-20]"; }

measure() { # KIND
  local kind="$1" name count start_bytes answered idle document second
  for name in first second; do
    if [[ "$kind" == arena ]]; then
      jq -c --arg id "$name" '.events[0].id = $id' bench/plans/arena.json >"$work/$name.json"
    else
      plan "$kind" "$name" >"$work/$name.json"
    fi
  done
  count="$(jq '[.events[].sections[].rows // [] | .[].seats |
    if type == "number" then . else map(values) | length end] | add' "$work/first.json")"
  start "$kind"
  start_bytes="$(resident)"
  import first
  answered="$(resident)"
  others
  idle="$(resident)"
  curl -fsS -o /dev/null -H 'Accept-Encoding: gzip' "$base/api/v1/events/first/seats"
  others
  document="$(resident)"
  import second
  others
  second="$(resident)"
  stop
  printf '%-8s %8d %9s %6s %9s %7s\n' "$kind" "$count" "$(per_seat "$start_bytes" "$answered" "$count")" \
    "$(per_seat "$start_bytes" "$idle" "$count")" "$(per_seat "$start_bytes" "$document" "$count")" \
    "$(per_seat "$document" "$second" "$count")"
}

printf '%-8s %8s %9s %6s %9s %7s   octets a seat\n' plan seats answered idle document second
for kind in counted named placed arena; do measure "$kind"; done
