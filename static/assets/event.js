// One sale: its countdown, its numbers, and the form that reserves.

import { get, insist, pause, request, Problem } from "./api.js";
import { serverNow, startClock } from "./clock.js";
import { Countdown } from "./countdown.js";
import { byId, setText, setTitle, show } from "./dom.js";
import { formatDuration, formatMoment, formatNumber, tickets, zoneSentence } from "./format.js";
import { closePending, loadPending, openPending } from "./pending.js";
import { poll } from "./poll.js";
import { sentenceFor, sentenceForWait } from "./problems.js";
import { msToNextChange, stateAt } from "./sale.js";
import { SectionChoice } from "./sections.js";

const POLL_OPEN_MS = 2000;
const POLL_QUIET_MS = 15_000;
const OPENING_SPREAD_MS = 300; // over which a crowd's first look at the open sale is spread
const RESUME_MS_MAX = 2 * 60_000;
const QUANTITY_MAX = 100; // offered where the sale has no limit of its own

const eventId = location.pathname.split("/").pop();
const eventPath = `/api/v1/events/${encodeURIComponent(eventId)}`;

let event = null;
let sending = null; // the AbortController of the request under way
const sections = new SectionChoice(byId("sections"));
const countdown = new Countdown(byId("countdown"), onStateChange);

// --- The sale as it stands ---

async function load() {
  try {
    event = await get(eventPath);
    setText(byId("status"), "");
  } catch (error) {
    const known = event === null ? "" : " The numbers below may be out of date.";
    const gone = error instanceof Problem && error.status === 404;
    setText(byId("status"), `${sentenceFor(error)}${known}${gone ? "" : " Trying again…"}`);
    throw error;
  }
  render();
}

/** An open sale is followed closely; one that only waits for its hour changes little. */
function pollDelay() {
  if (event === null || stateAt(event, serverNow()) === "open") return POLL_OPEN_MS;
  return POLL_QUIET_MS;
}

async function onStateChange() {
  render();
  await pause(Math.random() * OPENING_SPREAD_MS);
  reload();
}

function render() {
  const now = serverNow();
  const state = stateAt(event, now);
  show(byId("sale"), true);
  renderPoster();
  renderMoment(state);
  renderNumbers(state);
  renderForm(state);
  countdown.to(countdownTarget(state, now));
}

function renderPoster() {
  const starts = event.starts_at === null ? "" : formatMoment(Date.parse(event.starts_at));
  setTitle(byId("name"), event.name);
  setText(byId("when"), [event.venue, starts].filter(Boolean).join(" · "));
  setText(byId("description"), event.description ?? "");
  document.title = event.name;
}

const TITLES = {
  scheduled: "The sale opens in",
  open: "The sale is open",
  paused: "The sale is paused",
  closed: "The sale is over",
};

function renderMoment(state) {
  const soldOut = state === "open" && event.available === 0;
  setText(byId("state"), soldOut ? "Sold out" : (TITLES[state] ?? state));
  document.body.dataset.state = state;
  setText(byId("moment-detail"), momentDetail(state));
}

function momentDetail(state) {
  if (state === "scheduled") {
    return `On ${formatMoment(Date.parse(event.opens_at))}, counted on the server’s clock. No need to reload.`;
  }
  if (state === "paused") return "It goes on here by itself. No need to reload.";
  if (state === "open" && event.available === 0 && event.held > 0) {
    return "Tickets on hold may still come back. This page keeps looking.";
  }
  if (state === "open" && event.closes_at !== null) {
    return `It closes on ${formatMoment(Date.parse(event.closes_at))}.`;
  }
  return "";
}

/** Digits are shown before the opening only; the closing is awaited without them. */
function countdownTarget(state, now) {
  if (state === "scheduled") return Date.parse(event.opens_at);
  scheduleClosing(msToNextChange(event, now));
  return null;
}

let closingTimer = null;
function scheduleClosing(ms) {
  clearTimeout(closingTimer);
  if (ms < POLL_QUIET_MS * 2) closingTimer = setTimeout(onStateChange, ms + 1);
}

function renderNumbers(state) {
  const { available, held, confirmed, capacity } = event;
  const left = available > 0 ? `${formatNumber(available)} of ${formatNumber(capacity)} left` : "None left";
  const sold = `${formatNumber(confirmed)} of ${formatNumber(capacity)} sold`;
  setText(byId("left"), state === "closed" ? sold : left);
  setText(byId("counters"), `${formatNumber(held)} on hold · ${formatNumber(confirmed)} sold`);
  const share = (count) => (capacity > 0 ? `${(100 * count) / capacity}%` : "0");
  byId("bar-held").style.width = share(held);
  byId("bar-confirmed").style.width = share(confirmed);
}

// --- The form ---

function renderForm(state) {
  sections.update(event.sections);
  const limit = event.limit_per_customer;
  byId("quantity").max = limit ?? QUANTITY_MAX;
  setText(byId("quantity-hint"), formHint(limit));
  show(byId("form"), state !== "closed" || sending !== null);

  const soldOut = event.available === 0;
  byId("buy").disabled = sending !== null || state !== "open" || soldOut;
  setText(byId("buy"), buttonText(state, soldOut));
}

function formHint(limit) {
  const each = limit === null ? "" : `At most ${tickets(limit)} for each customer. `;
  const hold = event.hold_seconds;
  return hold > 0
    ? `${each}They are held for you for ${formatDuration(hold * 1000)}; confirm them in that time.`
    : `${each}They are yours at once.`;
}

function buttonText(state, soldOut) {
  if (sending !== null) return "Reserving…";
  if (state === "scheduled") return "Not open yet";
  if (state === "paused") return "Paused";
  if (soldOut) return event.held > 0 ? "None left for now" : "Sold out";
  return "Reserve";
}

function requestBody() {
  const body = { customer: byId("customer").value.trim(), quantity: byId("quantity").valueAsNumber };
  if (sections.chosen !== undefined) body.section = sections.chosen;
  return JSON.stringify(body);
}

async function reserve(body) {
  const { key } = openPending(eventId, body);
  sending = new AbortController();
  const { signal } = sending;
  setText(byId("progress"), "Reserving. Stay on this page…");
  show(byId("stop"), true);
  render();
  try {
    const reservation = await insist(
      () => request("POST", `${eventPath}/reservations`, { body, key, signal }),
      { signal, onWait: (error, ms) => setText(byId("progress"), sentenceForWait(error, ms)) },
    );
    closePending(eventId);
    setText(byId("progress"), "You have them. One moment…");
    location.assign(`/reservations/${encodeURIComponent(reservation.id)}`);
  } catch (error) {
    onReserveFailed(error, signal.aborted);
  }
}

function onReserveFailed(error, stopped) {
  const refused = error instanceof Problem && error.status < 500 && error.status !== 429;
  if (refused) closePending(eventId);
  endSending();
  const what = stopped ? "Stopped." : sentenceFor(error);
  const unsure = "The last request may have got through: press Reserve to find out. You will not get the same tickets twice.";
  setText(byId("progress"), refused ? what : `${what} ${unsure}`);
  reload();
}

function endSending() {
  sending = null;
  show(byId("stop"), false);
  if (event !== null) render();
}

/** A reload in the middle of a request goes on with it, unless it was long ago. */
function resume() {
  const pending = loadPending(eventId);
  if (pending === null) return;
  const { customer, quantity, section } = JSON.parse(pending.body);
  byId("customer").value = customer;
  byId("quantity").value = quantity;
  sections.choose(section);
  if (Date.now() - pending.sentAt <= RESUME_MS_MAX) {
    reserve(pending.body);
  } else {
    setText(byId("progress"), `Your request for ${tickets(quantity)} was never answered. Press Reserve to find out; you will not get them twice.`);
  }
}

byId("form").addEventListener("submit", (submit) => {
  submit.preventDefault();
  if (!byId("buy").disabled) reserve(requestBody());
});
byId("stop").addEventListener("click", () => sending?.abort());
// Back from the reservation, the browser may show this page as it was left: in the middle.
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return;
  setText(byId("progress"), "");
  endSending();
  reload();
});

setText(byId("status"), "Loading…");
byId("zone").textContent = zoneSentence();
const clockStarted = startClock();
let resumed = false;
const reload = poll(async () => {
  await Promise.all([load(), clockStarted]);
  render();
  if (!resumed) {
    resumed = true;
    resume();
  }
}, pollDelay);
