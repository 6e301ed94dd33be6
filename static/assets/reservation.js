// One reservation: what it is for, how long it is held or waits, and what can be done with it.

import { get, insist, request, Problem } from "./api.js";
import { serverNow, startClock } from "./clock.js";
import { Countdown } from "./countdown.js";
import { byId, element, setText, setTitle, show } from "./dom.js";
import { formatClock, formatDuration, formatMoment, formatNumber, formatSeats, tickets, zoneSentence } from "./format.js";
import { poll } from "./poll.js";
import { sentenceFor, sentenceForWait } from "./problems.js";

const POLL_MS = 15_000;
const POLL_WAITING_MS = 5000;
const HOLD_FACTOR_MAX = 4; // a hold is never longer than this many times its first length

const path = `/api/v1/reservations/${encodeURIComponent(location.pathname.split("/").pop())}`;

let reservation = null;
let event = null;
let busy = false;
let gone = false;
const countdown = new Countdown(byId("countdown"), () => {
  setText(byId("progress"), "");
  render();
  reload();
});

async function load() {
  if (gone || busy) return;
  try {
    reservation = await get(path);
    event ??= await get(`/api/v1/events/${encodeURIComponent(reservation.event)}`).catch(() => null);
    setText(byId("status"), "");
  } catch (error) {
    gone = error instanceof Problem && error.status === 404;
    setText(byId("status"), `${sentenceFor(error)}${gone ? "" : " Trying again…"}`);
    throw error;
  }
  render();
}

/** A hold is over at its end, whether or not the server was asked again. */
function statusNow() {
  const now = serverNow();
  const over = now !== null && reservation.expires_at !== null && now >= Date.parse(reservation.expires_at);
  return reservation.status === "held" && over ? "expired" : reservation.status;
}

const STANDINGS = {
  waiting: "On the waitlist",
  offered: "Offered to you",
  held: "On hold",
  confirmed: "Confirmed",
  cancelled: "Cancelled",
  expired: "Run out",
};

/** Whether it began on the waitlist; what is then held is an offer. */
const isFromWaitlist = () => reservation.waitlist !== null;

function standingOf(status) {
  return STANDINGS[status === "held" && isFromWaitlist() ? "offered" : status] ?? status;
}

const KEEP = "The address of this page is your ticket. Keep it, and share it only with whom you trust: whoever has it can confirm or cancel.";
const KEEP_PLACE = "The address of this page is your place on the waitlist. Keep it, and share it only with whom you trust: whoever has it can leave for you.";

// Of the button that gives it up, by what there is to give up.
const GIVING_UP = {
  waiting: {
    button: "Leave the waitlist",
    question: "Leave the waitlist? Whoever is behind you moves up, and your place does not come back.",
    yes: "Yes, leave",
    no: "Stay",
    doing: "Leaving the waitlist…",
    done: "You left the waitlist.",
  },
  offered: {
    button: "Refuse",
    question: "Refuse for good? The tickets are offered to the next in line at once.",
    yes: "Yes, refuse",
    no: "Keep the offer",
    doing: "Refusing…",
    done: "Refused.",
  },
  taken: {
    button: "Cancel",
    question: "Cancel for good? The tickets go to somebody else at once.",
    yes: "Yes, cancel",
    no: "Keep them",
    doing: "Cancelling…",
    done: "Cancelled.",
  },
};

function givingUp(status) {
  if (status === "waiting") return GIVING_UP.waiting;
  return status === "held" && isFromWaitlist() ? GIVING_UP.offered : GIVING_UP.taken;
}

function render() {
  if (reservation === null) return;
  const status = statusNow();
  document.body.dataset.state = status;
  renderTicket(status);
  renderMoment(status);
  renderActions(status);
  countdown.to(status === "held" ? Date.parse(reservation.expires_at) : null);
}

function renderTicket(status) {
  const starts = event?.starts_at ? formatMoment(Date.parse(event.starts_at)) : "";
  const name = event?.name ?? reservation.event;
  show(byId("ticket"), true);
  show(byId("keep"), ["waiting", "held", "confirmed"].includes(status));
  setText(byId("keep"), status === "waiting" ? KEEP_PLACE : KEEP);
  setText(byId("standing"), standingOf(status));
  setTitle(byId("name"), name);
  setText(byId("when"), [event?.venue, starts].filter(Boolean).join(" · "));
  document.title = `${standingOf(status)}: ${name}`;

  const facts = [
    ["Tickets", formatNumber(reservation.quantity)],
    ...places(),
    ["Asked for", reservation.accessible ? "Accessible seats" : ""],
    ["Customer", reservation.customer],
    [isFromWaitlist() ? "Joined the waitlist" : "Reserved", formatMoment(Date.parse(reservation.created_at))],
    ["Number", reservation.id],
  ].filter(([, value]) => value);
  byId("facts").replaceChildren(
    ...facts.map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value))),
  );
}

/** Seats say their section themselves. */
function places() {
  if (reservation.seats?.length > 0) return [["Seats", formatSeats(reservation.seats, sectionName)]];
  return [["Section", reservation.section === null ? "Any" : sectionName(reservation.section)]];
}

function sectionName(id) {
  return event?.sections.find((section) => section.id === id)?.name ?? id;
}

function renderMoment(status) {
  const [title, detail] = momentOf(status);
  show(byId("moment"), true);
  setText(byId("moment-title"), title);
  setText(byId("moment-detail"), detail);
}

function momentOf(status) {
  const count = tickets(reservation.quantity);
  switch (status) {
    case "waiting":
      return waitingMoment(count);
    case "held":
      return heldMoment(count, formatClock(Date.parse(reservation.expires_at)));
    case "confirmed":
      return [`${count}, all yours`, "Nothing more to do. See you there."];
    case "cancelled":
      return ["Cancelled", isFromWaitlist() ? "You are off the waitlist, and have no tickets from it." : `${count} went back on sale.`];
    default:
      return [`The ${isFromWaitlist() ? "offer" : "hold"} has run out`, "If they are still free, you can take them once more."];
  }
}

function heldMoment(count, until) {
  return isFromWaitlist()
    ? [`${count} offered to you for another`, `The places are offered to you until ${until}. Confirm before, or they go to the next in line.`]
    : ["Held for you for another", `Until ${until}. Confirm before, or they go back.`];
}

const SKIPPED = {
  "too-few": "Tickets came back, but fewer than you want, so they went to somebody behind you.",
  limit: "You were passed over, because with the tickets you already have you would have more than one customer may.",
};

function waitingMoment(count) {
  const { place, skipped } = reservation.waitlist;
  const offer = event?.waitlist ? ` for ${formatDuration(event.waitlist.offer_seconds * 1000)}` : "";
  const next = `When it is your turn and enough has come back, this page offers you ${count}${offer}, to confirm or refuse. No message is sent: keep it open, or look in again.`;
  const passed = skipped === null ? "" : ` ${SKIPPED[skipped] ?? "You were passed over."} You keep your place.`;
  const title = place === null ? "You are on the waitlist" : `You are number ${formatNumber(place)} on the waitlist`;
  return [title, `${next}${passed}`];
}

function renderActions(status) {
  const isHeld = status === "held";
  const isActive = isHeld || status === "confirmed" || status === "waiting";
  const words = givingUp(status);
  show(byId("confirm"), isHeld || status === "expired");
  setText(byId("confirm"), isHeld ? "Confirm" : "Try to take them again");
  show(byId("extend"), isHeld && !isFromWaitlist() && canExtend());
  setText(byId("cancel"), words.button);
  // A yes to another question than the one that was read does not count.
  if (!isActive || byId("sure-title").textContent !== words.question) show(byId("sure"), false);
  setText(byId("sure-title"), words.question);
  setText(byId("sure-yes"), words.yes);
  setText(byId("sure-no"), words.no);
  show(byId("cancel"), isActive && byId("sure").hidden);
  for (const button of document.querySelectorAll("main button")) button.disabled = busy;
}

/** Whether a longer hold is still allowed, and would be longer by more than a second. */
function canExtend() {
  if (event === null) return true;
  const latest = Date.parse(reservation.created_at) + HOLD_FACTOR_MAX * event.hold_seconds * 1000;
  return latest - Date.parse(reservation.expires_at) > 1000;
}

// --- Actions: each may be repeated, so each is insisted on ---

async function act(method, suffix, doing, done) {
  if (busy) return;
  busy = true;
  setText(byId("progress"), doing);
  render();
  let outcome = done;
  try {
    const answer = await insist(() => request(method, path + suffix), {
      onWait: (error, ms) => setText(byId("progress"), sentenceForWait(error, ms)),
    });
    reservation = answer ?? { ...reservation, status: "cancelled", expires_at: null };
  } catch (error) {
    outcome = sentenceFor(error);
  }
  busy = false;
  show(byId("sure"), false);
  setText(byId("progress"), outcome);
  render();
  reload();
}

function askWhetherSure(asking) {
  setText(byId("progress"), "");
  show(byId("sure"), asking);
  render();
  byId(asking ? "sure-no" : "cancel").focus();
}

byId("confirm").addEventListener("click", () => act("POST", "/confirm", "Confirming…", "Confirmed."));
byId("extend").addEventListener("click", () => act("POST", "/extend", "Asking for more time…", "Held for longer."));
byId("cancel").addEventListener("click", () => askWhetherSure(true));
byId("sure-no").addEventListener("click", () => askWhetherSure(false));
byId("sure-yes").addEventListener("click", () => {
  const { doing, done } = givingUp(statusNow());
  act("DELETE", "", doing, done);
});

setText(byId("status"), "Loading…");
byId("zone").textContent = zoneSentence();
const clockStarted = startClock();
const reload = poll(async () => {
  await Promise.all([load(), clockStarted]);
  render();
}, () => (reservation?.status === "waiting" ? POLL_WAITING_MS : POLL_MS));
