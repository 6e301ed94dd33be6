-- wrk: durable reservations of one place each, in events PREFIX-1, PREFIX-2, … one after the other as
-- they sell out. wrk URL -s best_available.lua -- PREFIX FIRST BODY TAG, with BODY like "quantity":1 and a TAG that
-- no other run has, for the idempotency keys
local prefix, current, body, tag, made = nil, 1, nil, nil, 0
local sold_out = 0

function init(args)
  prefix, current, body, tag = args[1], tonumber(args[2]), args[3], args[4]
end

function request()
  made = made + 1
  local head = {["Content-Type"] = "application/json", ["Idempotency-Key"] = tag .. "-" .. made}
  return wrk.format("POST", "/api/v1/events/" .. prefix .. "-" .. current .. "/reservations", head,
    '{"customer":"c' .. made .. '@example.org",' .. body .. '}')
end

-- Those under way when an event sells out are refused, too: one step for all of them.
function response(status)
  if status ~= 409 then return end
  sold_out = sold_out + 1
  if sold_out % 64 == 0 then current = current + 1 end
end
