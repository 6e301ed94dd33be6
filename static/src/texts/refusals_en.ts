// What is said when the server says no, in English. Other languages have the same. It is not part of
// a page: see lib/problems.ts. Values stand in braces: {count}.

import type { Plural } from "../lib/i18n";

const forms = (one: string, other: string): Plural => ({ one, other });

export const en = {
  opens: "The sale opens on {moment}.",
  paused: "The sale is paused. This page goes on when it does.",
  closed: "The sale is over.",
  soldOutWaiting: forms(
    "Sold out. {count} request waits for what comes back.",
    "Sold out. {count} requests wait for what comes back.",
  ),
  notEnough: forms(
    "Not enough left: there is only {count} ticket. Try fewer.",
    "Not enough left: there are only {count} tickets. Try fewer.",
  ),
  noAccessible: "There are tickets left, but no accessible seats for as many.",
  notSoldOut: forms(
    "No need to wait: there is {count} ticket left. Reserve now.",
    "No need to wait: there are {count} tickets left. Reserve now.",
  ),
  seatsTaken: "Somebody was faster: {seats} just went.",
  seatsKept: "Kept for people who need accessible seats: {seats}. Say that you do, or choose others.",
  overSection: "One reservation is for one section, and no more than {tickets} fit there. Try fewer, or in parts.",
  limit: "One customer may have {tickets}.",
  limitUsed: "One customer may have {tickets}, and you already have {used} of them.",
  kinds: {
    "malformed-request": "The server did not understand this request. Reload the page and try again.",
    "sale-not-open": "The sale is not open.",
    "admission-required": "It is not your turn in the waiting room, or your turn is over.",
    "credential-required": "This event is for people whom the organiser has verified, and your link was not accepted: it may have expired, or be for another event or customer. Open the newest one that you got.",
    "event-not-found": "There is no such event.",
    "sold-out": "Sold out. Tickets that others hold may still come back.",
    "seats-taken": "Somebody was faster with these seats.",
    "seats-kept": "These seats are kept for people who need accessible seats. Say that you do, or choose others.",
    "seats-of-two-sections": "One reservation is for one section. Choose seats of the same section.",
    "seat-repeated": "A seat was chosen twice. Choose again.",
    "quantity-over-section": "So many do not fit in one section. Try fewer, or in parts.",
    "no-waitlist": "This sale has no waitlist.",
    "not-sold-out": "No need to wait: there are tickets left. Reserve now.",
    "already-waiting": "You are on this waitlist already. The page that opened when you joined shows your place.",
    "waitlist-full": "The waitlist is full. Tickets may still come back on sale.",
    "limit-exceeded": "That is more than one customer may have.",
    "invalid-quantity": "That number of tickets cannot be reserved.",
    "unknown-section": "That section is gone. Choose another one.",
    "unknown-seat": "These seats do not exist. Choose others.",
    "idempotency-key-reused": "An earlier request got in the way. Press the button once more.",
    "idempotency-in-flight": "Your request is being worked on.",
    "rate-limited": "Too many requests came from your network.",
    overloaded: "Very many people are here right now.",
    "store-full": "The server cannot take reservations for a moment.",
    "store-failed": "The server had a fault, and is being looked after.",
    "shutting-down": "The server is restarting.",
    // Of reservations that are there already.
    "reservation-not-found": "There is no such reservation. The address may have been cut off when it was copied.",
    "reservation-expired": "The hold has run out, and the tickets went to somebody else.",
    "reservation-cancelled": "This reservation was cancelled.",
    "not-held": "This reservation is not on hold any more.",
  },
};

export type RefusalTexts = typeof en;
