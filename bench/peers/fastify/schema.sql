CREATE TABLE events (
  id int PRIMARY KEY,
  available int NOT NULL CHECK (available >= 0)
) WITH (fillfactor = 50);
CREATE TABLE reservations (
  id bigserial PRIMARY KEY,
  event_id int NOT NULL,
  quantity int NOT NULL,
  customer text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
INSERT INTO events VALUES (1, 1000000000);
VACUUM ANALYZE;
CHECKPOINT;
