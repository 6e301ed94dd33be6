// Reports of rehearsals that never were, with all that a real one has: a rush when the sale opens, a tail
// of people who watch, a hold that expires, and gaps where nothing was measured.

// Numbers from 0 to 1, the same each time.
function randomNumbers(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const PERCENTILES = [0, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

// A long tail: each nine costs 2.2 times the one before.
function requestsOf(name, sent, p50, answers, failures = {}) {
  const failed = Object.values(failures).reduce((sum, count) => sum + count, 0);
  const answered = sent - failed;
  const at = (percentile) => {
    const nines = Math.min(percentile === 100 ? Infinity : -Math.log10(1 - percentile / 100), Math.log10(Math.max(answered, 1)));
    return Number((p50 * 0.6 * 2.2 ** nines).toFixed(3));
  };
  const none = answered === 0;
  return {
    name, sent, answered, answers, failures: { refused: 0, reset: 0, timeout: 0, ...failures },
    latency_ms: Object.fromEntries(Object.entries({ min: 0, mean: 60, p50: 50, p90: 90, p99: 99, p999: 99.9, max: 100 })
      .map(([member, percentile]) => [member, none ? null : at(percentile)])),
    percentiles: none ? [] : PERCENTILES.map((percentile) => [percentile, at(percentile)]),
  };
}

function seriesOf({ capacity, people, passed, seconds }) {
  const random = randomNumbers(7);
  const interval_ms = 100;
  const from_ms = -5000;
  const series = { interval_ms, from_ms, arrivals: [], answers: [], failures: [], p50_ms: [], p99_ms: [], max_ms: [],
    connections: [], available: [], held: [], confirmed: [] };
  let [held, confirmed, late] = [0, 0, 0];
  for (let i = 0; i < seconds * 10; ++i) {
    const s = (from_ms + i * interval_ms) / 1000;
    const rush = s < 0 ? 0 : people * 0.25 * Math.exp(-s / 0.35);
    const arrivals = Math.round((rush + people * 0.002) * (0.8 + 0.4 * random()));
    const isQuiet = i > 30 && i < 36;
    const failures = !passed && s > 0.3 && s < 1.5 ? Math.round(arrivals * 0.08) : 0;
    const answers = isQuiet ? 0 : Math.min(arrivals - failures + late, people * 0.12);
    late = arrivals - failures + late - answers;
    const load = 1 + 12 * answers / (people * 0.12);
    const p50 = 0.4 * load * (0.9 + 0.2 * random()) * (passed ? 1 : 6);
    if (s >= 0) {
      const taken = Math.min(capacity - held - confirmed, Math.round(capacity * 0.12 * (0.7 + 0.6 * random())));
      const done = s > 1 ? Math.min(held, Math.round(held * 0.03 + random())) : 0;
      const back = Math.abs(s - 12) < 0.05 ? Math.min(held - done, Math.round(capacity * 0.1)) : 0;
      held += taken - done - back;
      confirmed += done;
    }
    series.arrivals.push(arrivals);
    series.answers.push(Math.round(answers));
    series.failures.push(failures);
    series.p50_ms.push(isQuiet ? null : Number(p50.toFixed(3)));
    series.p99_ms.push(isQuiet ? null : Number((p50 * (3 + 2 * random())).toFixed(3)));
    series.max_ms.push(isQuiet ? null : Number((p50 * (6 + 9 * random())).toFixed(3)));
    series.connections.push(Math.round(people * Math.min(1, (i + 1) / 40) * (s > 15 ? Math.exp(-(s - 15) / 4) : 1)));
    series.available.push(i === 20 ? null : capacity - held - confirmed);
    series.held.push(i === 20 ? null : held);
    series.confirmed.push(i === 20 ? null : confirmed);
  }
  return series;
}

export function reportOf({ passed = true, name = 'Midnight Organ', capacity = 200, people = 20_000, seconds = 30 } = {}) {
  const failed = passed ? 0 : 310;
  const kind = (request, share, p50, answers, failures) =>
    requestsOf(request, Math.round(people * share), passed ? p50 : p50 * 6, answers, failures);
  const decisions = requestsOf('decision', people, passed ? 90 : 540, {});
  return {
    program: { name: 'onsale', version: '0.1.0' },
    started_at: '2026-11-28T02:00:00.000Z',
    target: 'http://127.0.0.1:8080',
    event: { id: 'opens-in-a-minute', name, opens_at: '2026-11-28T02:00:05.000Z', capacity },
    scenario: {
      people, arrival: 'rush', rush_seconds: 3, confirm_share: 0.75, cancel_share: 0.05,
      bots: { share: 0.05, rate_per_second: 20 }, think_seconds: [1, 4], keep_alive: true,
    },
    duration_seconds: seconds + 1.2,
    people: { planned: people, connected: people - failed, reserved: 180, confirmed: 150, cancelled: 10, left_to_expire: 20,
      sold_out: people - 280 - failed, gave_up: 100, failed, bots: people / 20 },
    requests: [
      kind('page', 1, 0.5, { 200: people }),
      kind('assets', 2, 0.3, { 200: 2 * people }),
      kind('time', 3, 0.35, { 200: 3 * people }),
      kind('event', 1, 0.7, { 200: people / 2, 304: people / 2 }),
      kind('stream', 0.9, 0.9, { 200: people * 0.9 }),
      kind('reserve', 1.03, 2, { 201: 180, 409: people - 200, 429: 0, 503: 520 }, passed ? {} : { timeout: 290, reset: 20 }),
      requestsOf('confirm', 150, 1.1, { 200: 150 }),
      requestsOf('cancel', 10, 1.2, { 200: 10 }),
      requestsOf('join', 0, 1, {}),
    ],
    decision: { count: people, latency_ms: decisions.latency_ms, percentiles: decisions.percentiles },
    series: seriesOf({ capacity, people, passed, seconds }),
    generator: passed ? { lag_ms_p99: 0.8, lag_ms_max: 4, cpu_seconds: 8.1 } : { lag_ms_p99: 38, lag_ms_max: 210, cpu_seconds: 55 },
    notes: ['The event of the rehearsal was deleted.'],
    verdict: {
      passed, oversold: passed ? 0 : 2, undersold: 0, lost: passed ? 0 : 1, unexplained: 0,
      checks: [
        { name: 'oversold', passed, detail: passed ? `${capacity} of ${capacity} places taken, never more` : `${capacity + 2} of ${capacity} places taken` },
        { name: 'undersold', passed: true, detail: 'nobody was refused while a place was free' },
        { name: 'lost', passed, detail: passed ? 'all 180 acknowledged reservations are in the change log' : '1 acknowledged reservation is not in the change log' },
        { name: 'unexplained', passed: true, detail: 'every place that is taken was answered to somebody' },
        { name: 'limit_per_customer', passed: true, detail: 'nobody holds more than 4 places' },
      ],
    },
  };
}

const DATA = '<script type="application/json" id="report">';

/** The page with the report, as the program writes it. */
export function fill(page, report) {
  if (page.split(DATA).length !== 2) throw new Error('the page has no place for a report');
  return page.replace(DATA, () => DATA + JSON.stringify(report).replaceAll('<', '\\u003c'));
}
