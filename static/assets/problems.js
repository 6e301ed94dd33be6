// What happened, in a sentence for the person in front of it.

import { Problem, Unreachable } from "./api.js";
import { countOf, formatDuration, formatMoment, formatNumber, formatSeats, tickets } from "./format.js";

const SENTENCES = {
  "malformed-request": () => "The server did not understand this request. Reload the page and try again.",
  "sale-not-open": saleNotOpen,
  "admission-required": () => "This sale has a waiting room, and this page has no place in it yet.",
  "event-not-found": () => "There is no such event.",
  "reservation-not-found": () => "There is no such reservation. The address may have been cut off when it was copied.",
  "sold-out": soldOut,
  "seats-taken": ({ seats }) =>
    seats?.length ? `Somebody was faster: ${formatSeats(seats)} just went.` : "Somebody was faster with these seats.",
  "seats-kept": ({ seats }) =>
    `${seats?.length ? `Kept for people who need accessible seats: ${formatSeats(seats)}` : "These seats are kept for people who need accessible seats"}. Say that you do, or choose others.`,
  "quantity-over-section": ({ limit }) =>
    `One reservation is for one section, and no more than ${tickets(limit)} fit there. Try fewer, or in parts.`,
  "no-waitlist": () => "This sale has no waitlist.",
  "not-sold-out": ({ available }) =>
    `No need to wait: there ${available === 1 ? "is" : "are"} ${tickets(available)} left. Reserve now.`,
  "already-waiting": () =>
    "You are on this waitlist already. The page that opened when you joined shows your place.",
  "waitlist-full": () => "The waitlist is full. Tickets may still come back on sale.",
  "limit-exceeded": limitExceeded,
  "invalid-quantity": () => "That number of tickets cannot be reserved.",
  "unknown-section": () => "That section is gone. Choose another one.",
  "unknown-seat": () => "These seats do not exist. Choose others.",
  "idempotency-key-reused": () => "An earlier request got in the way. Press the button once more.",
  "idempotency-in-flight": () => "Your request is being worked on.",
  "reservation-expired": () => "The hold has run out, and the tickets went to somebody else.",
  "reservation-cancelled": () => "This reservation was cancelled.",
  "not-held": () => "This reservation is not on hold any more.",
  "rate-limited": () => "Too many requests came from your network.",
  overloaded: () => "Very many people are here right now.",
  "store-full": () => "The server cannot take reservations for a moment.",
  "store-failed": () => "The server had a fault, and is being looked after.",
  "shutting-down": () => "The server is restarting.",
};

const BY_STATUS = {
  404: "There is nothing at this address.",
  429: "Too many requests came from your network.",
  502: "The server is restarting.",
  503: "The server is busy.",
  504: "The server takes too long to answer.",
};

function saleNotOpen({ opens_at: opensAt, state }) {
  if (state === "paused") return "The sale is paused. This page goes on when it does.";
  if (state === "closed") return "The sale is over.";
  return opensAt ? `The sale opens on ${formatMoment(Date.parse(opensAt))}.` : "The sale is not open.";
}

function soldOut({ available, waiting }) {
  if (waiting > 0) {
    return `Sold out. ${countOf(waiting, "request waits", "requests wait")} for what comes back.`;
  }
  if (available > 0) {
    return `Not enough left: there ${available === 1 ? "is" : "are"} only ${tickets(available)}. Try fewer.`;
  }
  return "Sold out. Tickets that others hold may still come back.";
}

function limitExceeded({ limit, used }) {
  if (limit === undefined) return "That is more than one customer may have.";
  const had = used ? `, and you already have ${countOf(used, "of them", "of them")}` : "";
  return `One customer may have ${tickets(limit)}${had}.`;
}

/** One sentence on what went wrong. */
export function sentenceFor(error) {
  if (error instanceof Unreachable) {
    return navigator.onLine ? "The server cannot be reached." : "You are offline.";
  }
  if (!(error instanceof Problem)) return "Something went wrong on this page. Reload it.";
  const sentence = SENTENCES[error.kind];
  if (sentence) return sentence(error.body);
  return BY_STATUS[error.status] ?? error.body.detail ?? "The server refused this request.";
}

/** The same, for a request that is about to be repeated. */
export function sentenceForWait(error, ms) {
  return `${sentenceFor(error)} Trying again in ${formatDuration(ms)}…`;
}
