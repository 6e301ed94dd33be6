// One reservation: what it is for, how long it is held, and what can be done with it.

import { get, insist, request, Problem } from "./api.js";
import { serverNow, startClock } from "./clock.js";
import { Countdown } from "./countdown.js";
import { byId, element, setText, setTitle, show } from "./dom.js";
import { formatClock, formatMoment, formatNumber, tickets, zoneSentence } from "./format.js";
import { poll } from "./poll.js";
import { sentenceFor, sentenceForWait } from "./problems.js";

const POLL_MS = 15_000;
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

const STANDINGS = { held: "On hold", confirmed: "Confirmed", cancelled: "Cancelled", expired: "Run out" };

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
  show(byId("keep"), status === "held" || status === "confirmed");
  setText(byId("standing"), STANDINGS[status] ?? status);
  setTitle(byId("name"), name);
  setText(byId("when"), [event?.venue, starts].filter(Boolean).join(" · "));
  document.title = `${STANDINGS[status] ?? status}: ${name}`;

  const facts = [
    ["Tickets", formatNumber(reservation.quantity)],
    ["Section", sectionName()],
    ["Seats", reservation.seats?.join(", ")],
    ["Customer", reservation.customer],
    ["Reserved", formatMoment(Date.parse(reservation.created_at))],
    ["Number", reservation.id],
  ].filter(([, value]) => value);
  byId("facts").replaceChildren(
    ...facts.map(([term, value]) => element("div", {}, element("dt", {}, term), element("dd", {}, value))),
  );
}

function sectionName() {
  const section = event?.sections.find(({ id }) => id === reservation.section);
  return section?.name ?? reservation.section;
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
    case "held":
      return ["Held for you for another", `Until ${formatClock(Date.parse(reservation.expires_at))}. Confirm before, or they go back.`];
    case "confirmed":
      return [`${count}, all yours`, "Nothing more to do. See you there."];
    case "cancelled":
      return ["Cancelled", `${count} went back on sale.`];
    default:
      return ["The hold has run out", "If they are still free, you can take them once more."];
  }
}

function renderActions(status) {
  const isHeld = status === "held";
  const isActive = isHeld || status === "confirmed";
  show(byId("confirm"), isHeld || status === "expired");
  setText(byId("confirm"), isHeld ? "Confirm" : "Try to take them again");
  show(byId("extend"), isHeld && canExtend());
  show(byId("cancel"), isActive && byId("sure").hidden);
  if (!isActive) show(byId("sure"), false);
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
byId("sure-yes").addEventListener("click", () => act("DELETE", "", "Cancelling…", "Cancelled."));

setText(byId("status"), "Loading…");
byId("zone").textContent = zoneSentence();
const clockStarted = startClock();
const reload = poll(async () => {
  await Promise.all([load(), clockStarted]);
  render();
}, () => POLL_MS);
