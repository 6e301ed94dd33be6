// What tests of the waiting room begin with.

import type { QueueDocument } from "./types";

export const queueDocument = (more: Partial<QueueDocument> = {}): QueueDocument => ({
  event: "gala",
  state: "joining",
  opens_at: "2026-12-01T18:30:00.000Z",
  draws_at: "2026-12-01T19:00:00.000Z",
  entrants: 2,
  commitment: "00".repeat(32),
  drawn: null,
  entrants_digest: null,
  seed: null,
  beacon_source: null,
  beacon: null,
  serving: 0,
  shopping: 0,
  target: 500,
  rate_per_minute: null,
  claim_seconds: 120,
  admission_seconds: 600,
  message: null,
  ...more,
});
