#!/usr/bin/env bash
# CPU a request of the probe server with some sets of features (probe.cpp names them), the first being
# what the others are compared with: slices forward and backward through all of them, in one run.
#
#   bench/io_uring/compare.sh FEATURES FEATURES...
#   bench/io_uring/compare.sh epoll+nested epoll uring uring+multi+fixed+skip
#
#   ROUNDS=6 SECONDS_A_SLICE=1 CONNECTIONS="64 1000" ANSWER_BYTES="200 10240" SPIN_NS=0 PORT=18300
#   OTHERS_PERCENT_MAX=15
#
# The server is pinned to core 0, wrk to core 1. `cpu` is user and system time of the whole server,
# with the kernel's threads that belong to it; `core 0` what else that core did, and `client` what wrk
# took, both a request: work that only went elsewhere would be seen there. A slice in which others took
# more than OTHERS_PERCENT_MAX of the machine is repeated, and does not count when that does not help. Wants g++, liburing (Debian: liburing-dev) and wrk.
set -euo pipefail
cd "$(dirname "$0")"
(($# > 1)) || { sed -nE '2,/^set/s/^# ?//p' "$0" >&2 && exit 2; }
modes=("$@")
rounds="${ROUNDS:-6}" slice_s="${SECONDS_A_SLICE:-1}" spin_ns="${SPIN_NS:-0}" port="${PORT:-18300}"
others_max="${OTHERS_PERCENT_MAX:-15}"
work="$(mktemp -d)"
servers=()

stop() { # each server leaves its requests and turns in turns-I
  local server
  for server in "${servers[@]}"; do
    kill "$server" || true
    wait "$server" || true
  done
  servers=()
}
trap 'stop; rm -rf "$work"' EXIT
g++ -std=c++20 -O2 -Wall -Wextra -I../../include -o "$work/probe" ./*.cpp ../../src/http/socket_calls.cpp \
  -luring -pthread

# All in ticks of 10 ms: the machine's and core 0's busy time, a process's.
busy() { awk -v cpu="$1" '$1 == cpu { print $2 + $3 + $4 + $7 + $8 + $9 }' /proc/stat; }
used() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }

slice() { # MODE CONNECTIONS: prints CPU, core 0, client (µs a request), requests/s, others' share
  local server="${servers[$1]}" used_ticks all core0 requests client
  used_ticks="$(used "$server")" all="$(busy cpu)" core0="$(busy cpu0)"
  { TIMEFORMAT='%U %S' && time taskset -c 1 wrk -t1 -c"$2" -d"${slice_s}s" \
    "http://127.0.0.1:$((port + $1))/" >"$work/out"; } 2>"$work/time"
  all="$(($(busy cpu) - all))" core0="$(($(busy cpu0) - core0))" used_ticks="$(($(used "$server") - used_ticks))"
  if grep -E 'Socket errors|Non-2xx' "$work/out" >&2; then return 1; fi
  requests="$(sed -nE 's/ *([0-9]+) requests in.*/\1/p' "$work/out")"
  client="$(awk '{ print ($1 + $2) * 100 }' "$work/time")"
  awk -v u="$used_ticks" -v all="$all" -v core="$core0" -v client="$client" -v n="$requests" -v s="$slice_s" \
    'BEGIN { us = 10000 / n; printf "%.3f %.3f %.3f %.0f %.0f\n", u * us, (core - u) * us, client * us, n / s,
             100 * (all - u - client) / (2 * 100 * s) }'
}

quiet_slice() { # MODE CONNECTIONS
  local result
  for _ in 1 2 3; do
    result="$(slice "$@")" || return 1
    ((${result##* } <= others_max)) && break
  done
  echo "$1 $result"
}

measure() { # CONNECTIONS ANSWER_BYTES
  local i round
  for i in "${!modes[@]}"; do
    taskset -c 0 "$work/probe" "$((port + i))" "$2" "${modes[i]}" "$spin_ns" >"$work/turns-$i" &
    servers+=($!)
  done
  sleep 0.3
  for i in "${servers[@]}"; do kill -0 "$i"; done
  for i in "${!modes[@]}"; do slice "$i" "$1" >/dev/null; done # warm
  for ((round = 0; round < rounds; ++round)); do
    for ((i = 0; i < ${#modes[@]}; ++i)); do quiet_slice "$i" "$1"; done
    for ((i = ${#modes[@]} - 1; i >= 0; --i)); do quiet_slice "$i" "$1"; done
  done >"$work/slices"
  stop
  echo "$1 connections, answers of $2 octets, $spin_ns ns of its own a request"
  printf '  %-32s %7s  %-20s %7s %7s %9s %6s\n' '' 'cpu µs' 'ratio' 'core 0' client requests/s 'a turn'
  for i in "${!modes[@]}"; do
    printf '  %-32s %s %s\n' "${modes[i]}" "$(summary "$i")" \
      "$(awk '{ printf "%6.1f", $2 ? $1 / $2 : 0 }' "$work/turns-$i")"
  done
}

# Of a mode: medians, and the quartiles of its ratios to the first mode, a round's two slices together.
# A round with a slice that never was quiet does not count.
summary() {
  awk -v mode="$1" -v modes="${#modes[@]}" -v others="$others_max" '
    function quantile(v, n, q, at) {
      at = 1 + (n - 1) * q
      return v[int(at)] + (at - int(at)) * (v[int(at) + (at > int(at))] - v[int(at)])
    }
    function sort(v, n, i, j, x) {
      for (i = 2; i <= n; ++i) {
        x = v[i]
        for (j = i; j > 1 && v[j - 1] > x; --j) v[j] = v[j - 1]
        v[j] = x
      }
    }
    function median(v, n) { sort(v, n); return quantile(v, n, 0.5) }
    { round = int((NR - 1) / (2 * modes)); noisy[round] += $6 > others && ($1 == mode || $1 == 0)
      sum[round, $1] += $2 / 2 }
    $1 == mode && $6 <= others { ++n; cpu[n] = $2; core[n] = $3; client[n] = $4; rate[n] = $5 }
    END {
      for (r = 0; r <= round; ++r) if (!noisy[r]) ratio[++count] = sum[r, mode] / sum[r, 0]
      if (!count) { print "never quiet"; exit }
      sort(ratio, count)
      printf "%7.2f  %.2f [%.2f, %.2f] %2d %7.2f %7.2f %9.0f", median(cpu, n), quantile(ratio, count, 0.5),
        quantile(ratio, count, 0.25), quantile(ratio, count, 0.75), count, median(core, n), median(client, n), median(rate, n)
    }' "$work/slices"
}

for bytes in ${ANSWER_BYTES:-200 10240}; do
  for connections in ${CONNECTIONS:-64 1000}; do measure "$connections" "$bytes"; done
done
