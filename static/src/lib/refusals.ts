// What is said when the server says no, by the type of its problem. A chunk of its own, loaded when
// something is asked of the server (see problems.ts): reading a page takes none of it.

import type { RefusalTexts } from "../texts/refusals_en";
import type { Problem, ProblemBody } from "./api";
import { formatMoment, formatSeats, formatTickets } from "./format";
import { fill, language, plural } from "./i18n";

// In the page's language alone.
const texts: RefusalTexts = language().startsWith("de")
  ? (await import("../texts/refusals_de")).de
  : (await import("../texts/refusals_en")).en;

/** What of a request a sentence may depend on. */
interface Asked {
  readonly quantity?: number;
  readonly accessible?: boolean;
}

/** One sentence on a refusal of what was `asked`; undefined for a type that is not known here. */
export const sentenceOf = (problem: Problem, asked = "{}"): string | undefined =>
  special(problem, JSON.parse(asked) as Asked) ?? (texts.kinds as Record<string, string>)[problem.kind];

/** The sentences that depend on more than the problem's type; undefined for the others. */
function special({ kind, body }: Problem, { quantity, accessible }: Asked): string | undefined {
  switch (kind) {
    case "sale-not-open":
      return saleNotOpen(body);
    case "sold-out":
      if (body.waiting) return plural(texts.soldOutWaiting, body.waiting);
      if (accessible && quantity && body.available && body.available >= quantity) return texts.noAccessible;
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
  if (state === "paused") return texts.paused;
  if (state === "closed") return texts.closed;
  return opensAt ? fill(texts.opens, { moment: formatMoment(Date.parse(opensAt)) }) : undefined;
}
