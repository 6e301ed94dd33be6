// What went wrong, in a sentence for the person in front of it.

import { Problem, Unreachable, type ProblemBody } from "./api";
import { formatDuration, formatMoment, formatSeats, formatTickets } from "./format";
import { fill, plural, t } from "./i18n";

/** One sentence on what went wrong. */
export function sentenceFor(error: unknown): string {
  const texts = t().problems;
  if (error instanceof Unreachable) return navigator.onLine ? texts.unreachable : texts.offline;
  if (!(error instanceof Problem)) return texts.fault;
  return special(error) ?? byName(error.kind) ?? byStatus(error.status) ?? error.body.detail ?? texts.refused;
}

/** The same, for a request that is about to be repeated. */
export function sentenceForWait(error: unknown, ms: number): string {
  return `${sentenceFor(error)} ${fill(t().problems.again, { time: formatDuration(ms) })}`;
}

const byName = (kind: string): string | undefined =>
  (t().problems.kinds as Record<string, string>)[kind] ?? (t().ticketProblems as Record<string, string> | undefined)?.[kind];

const byStatus = (status: number): string | undefined =>
  (t().problems.statuses as Record<string, string>)[status];

/** The sentences that depend on more than the problem's type; undefined for the others. */
function special({ kind, body }: Problem): string | undefined {
  const texts = t().problems;
  switch (kind) {
    case "sale-not-open":
      return saleNotOpen(body);
    case "sold-out":
      if (body.waiting) return plural(texts.soldOutWaiting, body.waiting);
      return body.available ? plural(texts.notEnough, body.available) : undefined;
    case "seats-taken":
      return body.seats?.length ? fill(texts.seatsTaken, { seats: formatSeats(body.seats) }) : undefined;
    case "seats-kept":
      return body.seats?.length ? fill(texts.seatsKept, { seats: formatSeats(body.seats) }) : undefined;
    case "quantity-over-section":
      return body.limit ? fill(texts.overSection, { tickets: formatTickets(body.limit) }) : undefined;
    case "not-sold-out":
      return body.available ? plural(texts.notSoldOut, body.available) : undefined;
    case "limit-exceeded":
      if (body.limit === undefined) return undefined;
      return fill(body.used ? texts.limitUsed : texts.limit, {
        tickets: formatTickets(body.limit),
        used: body.used ?? 0,
      });
    default:
      return undefined;
  }
}

function saleNotOpen({ opens_at: opensAt, state }: ProblemBody): string | undefined {
  const texts = t().problems;
  if (state === "paused") return texts.paused;
  if (state === "closed") return texts.closed;
  return opensAt ? fill(texts.opens, { moment: formatMoment(Date.parse(opensAt)) }) : undefined;
}
