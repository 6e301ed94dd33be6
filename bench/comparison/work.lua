-- wrk: one request again and again, or reservations of one place each, every one in another name.
--
--   wrk … -s work.lua URL                      GET URL
--   wrk … -s work.lua URL -- reserve RUN       POST with a customer that no other RUN has
--   wrk … -s work.lua URL -- keyed RUN         and with an idempotency key, as Onsale's page does it
--
-- At the end it prints a line of JSON.

local made = 0
local fields = {["Content-Type"] = "application/json"}

function init(arguments)
  local kind, run = arguments[1], arguments[2]
  if not kind then return end
  function request()
    made = made + 1
    local name = run .. "-" .. made
    if kind == "keyed" then fields["Idempotency-Key"] = "5f0c6d1e-3b7a-4d52-9a41-" .. name end
    return wrk.format("POST", wrk.path, fields, '{"customer":"customer-' .. name .. '@example.org","quantity":1}')
  end
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    'JSON {"requests":%d,"us":%d,"p50_us":%d,"p99_us":%d,"refused":%d,"broken":%d}', summary.requests,
    summary.duration, latency:percentile(50), latency:percentile(99), errors.status,
    errors.connect + errors.read + errors.write + errors.timeout))
end
