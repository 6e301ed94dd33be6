-- Takes ARGV[1] places of the event KEYS[1] for the customer ARGV[2]: {id, places left}, or {0, places left}
-- when there are not enough, or nothing when there is no such event.
local left = redis.call('HGET', KEYS[1], 'available')
if not left then return nil end
local quantity = tonumber(ARGV[1])
if tonumber(left) < quantity then return {0, left} end
left = redis.call('HINCRBY', KEYS[1], 'available', -quantity)
local id = redis.call('INCR', 'reservations')
redis.call('HSET', 'reservation:' .. id, 'event', KEYS[1], 'quantity', quantity, 'customer', ARGV[2], 'at', ARGV[3])
return {id, left}
