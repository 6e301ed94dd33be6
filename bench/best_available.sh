#!/usr/bin/env bash
# What a durable best-available reservation costs the server, beside one of a general section: CPU of
# the whole server for each answered request, 64 connections, slices in turn (A B B A …) in one run.
# Prints each pair and the median ratio. Wants wrk, jq, curl and a release build.
#
#   bench/best_available.sh [PAIRS [SECONDS]]      default: 6 pairs, slices of 2 s
set -euo pipefail
cd "$(dirname "$0")/.."
pairs="${1:-6}" seconds="${2:-2}" port="${PORT:-8190}"
seats="${SEATS:-2}"
work="$(mktemp -d)"
export ONSALE_ADMIN_TOKEN=bench
base="http://127.0.0.1:$port"

taskset -c 0 build/release/onsale serve --listen "127.0.0.1:$port" --data-dir "$work/data" \
  --threads 1 --min-free-mib 0 --log-level warn &
server=$!
trap 'kill "$server"; wait "$server" || true; rm -rf "$work"' EXIT
until curl -fs -o /dev/null "$base/readyz"; do sleep 0.1; done

post() { # PATH FILE
  curl -fsS -o /dev/null -X POST "$base$1" -H 'Authorization: Bearer bench' \
    -H 'Content-Type: application/json' --data-binary "@$2"
}

# As many arenas as sell out in the run, each with the seated blocks only; and general events of the
# same shape, so that all but the choice of seats is alike.
arenas="${ARENAS:-60}"
for ((i = 1; i <= arenas; ++i)); do
  jq --arg id "seated-$i" '.events[0] |= (.id = $id | del(.limit_per_customer) | .keep_accessible = false
    | .sections |= map(select(.rows)))' bench/plans/arena.json >"$work/event.json"
  post /api/v1/import "$work/event.json"
done
for ((i = 1; i <= arenas; ++i)); do
  jq -c --arg id "general-$i" '.events[0] | .id = $id | del(.limit_per_customer) | .sections |= (map(select(.rows))
    | map({id, name, capacity: ([.rows[].seats | if type == "number" then . else length end] | add)}))' \
    bench/plans/arena.json >"$work/event.json"
  post /api/v1/events "$work/event.json"
done
echo '{"id":"hot-1","name":"Hot","capacity":1000000000,"hold_seconds":300}' >"$work/event.json"
post /api/v1/events "$work/event.json"

ticks() { awk '{print $14 + $15}' "/proc/$server/stat"; }
next_of() { # the first event of a kind that is not sold out
  local i
  for ((i = 1; i <= arenas; ++i)); do
    (($(curl -fsS "$base/api/v1/events/$1-$i" | jq .available) > seats * 200)) && break
  done
  echo "$i"
}
slice() { # KIND: prints CPU µs a request, and requests a second
  local before after requests first=1 out
  [[ "$1" == hot ]] || first="$(next_of "$1")"
  before="$(ticks)"
  out="$(taskset -c 1 wrk -t1 -c64 -d"${seconds}s" -s bench/best_available.lua "$base" -- "$1" "$first" \
    "\"quantity\":$seats" "$RANDOM$RANDOM")"
  after="$(ticks)"
  requests="$(sed -nE 's/ *([0-9]+) requests in.*/\1/p' <<<"$out")"
  refused="$(sed -nE 's/ *Non-2xx or 3xx responses: ([0-9]+)/\1/p' <<<"$out")"
  awk -v t="$((after - before))" -v n="$requests" -v s="$seconds" -v r="${refused:-0}" \
    'BEGIN { printf "%.2f %.0f %.1f\n", t * 10000 / n, n / s, 100 * r / n }'
}

slice hot >/dev/null # warm
ratios=()
for other in ${OTHERS:-hot general}; do
  ratios=()
  for ((pair = 0; pair < pairs; ++pair)); do
    if ((pair % 2)); then
      read -r b b_rate b_refused < <(slice seated)
      read -r a a_rate a_refused < <(slice "$other")
    else
      read -r a a_rate a_refused < <(slice "$other")
      read -r b b_rate b_refused < <(slice seated)
    fi
    ratio="$(awk -v a="$a" -v b="$b" 'BEGIN { printf "%.2f", b / a }')"
    ratios+=("$ratio")
    echo "$other $a us ($a_rate/s, $a_refused % refused)  best available $b us ($b_rate/s, $b_refused %)  ratio $ratio"
  done
  printf '%s\n' "${ratios[@]}" | sort -n |
    awk -v o="$other" '{ v[NR] = $1 } END { printf "median CPU ratio to %s: %.2f [%s, %s]\n", o, (v[int((NR + 1) / 2)] + v[int(NR / 2) + 1]) / 2, v[1], v[NR] }'
done
