// One sale: its countdown, its numbers, and the form that reserves.

import { get, insist, pause, request, Problem } from "./api.js";
import { serverNow, startClock } from "./clock.js";
import { Countdown } from "./countdown.js";
import { byId, setText, setTitle, show } from "./dom.js";
import { countOf, formatDuration, formatMoment, formatNumber, tickets, zoneSentence } from "./format.js";
import { closePending, loadPending, openPending } from "./pending.js";
import { poll } from "./poll.js";
import { sentenceFor, sentenceForWait } from "./problems.js";
import { leftFor, msToNextChange, stateAt } from "./sale.js";
import { labelOf, SectionChoice } from "./sections.js";

const POLL_OPEN_MS = 2000;
const POLL_QUIET_MS = 15_000;
const OPENING_SPREAD_MS = 300; // over which a crowd's first look at the open sale is spread
const RESUME_MS_MAX = 2 * 60_000;
const QUANTITY_MAX = 100; // offered where the sale has no limit of its own

const eventId = location.pathname.split("/").pop();
const eventPath = `/api/v1/events/${encodeURIComponent(eventId)}`;

// What the form can send, by the last part of its path.
const CALLS = {
  reservations: {
    button: "Reserve",
    doing: "Reserving. Stay on this page…",
    done: "You have them. One moment…",
  },
  waitlist: {
    button: "Join the waitlist",
    doing: "Joining the waitlist. Stay on this page…",
    done: "You are on the waitlist. One moment…",
  },
};

let event = null;
let sending = null; // the request under way: {call, controller}
let mayWaitFor = null; // the body of the last request that found too little left
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
  renderChoices();
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
  const soldOut = state === "open" && leftFor(event, accessible()) === 0;
  setText(byId("state"), soldOut ? "Sold out" : (TITLES[state] ?? state));
  document.body.dataset.state = state;
  setText(byId("moment-detail"), momentDetail(state));
}

function momentDetail(state) {
  if (state === "scheduled") {
    return `On ${formatMoment(Date.parse(event.opens_at))}, counted on the server’s clock. No need to reload.`;
  }
  if (state === "paused") return "It goes on here by itself. No need to reload.";
  const soldOut = leftFor(event, accessible()) === 0;
  if (state === "open" && soldOut && event.kept > 0 && !accessible()) {
    return "Only places kept for people who need accessible seats are left.";
  }
  if (state === "open" && soldOut && event.held > 0) {
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
  const { held, confirmed, capacity } = event;
  const available = leftFor(event, accessible());
  const left = available > 0 ? `${formatNumber(available)} of ${formatNumber(capacity)} left` : "None left";
  const sold = `${formatNumber(confirmed)} of ${formatNumber(capacity)} sold`;
  setText(byId("left"), state === "closed" ? sold : left);
  const counters = [`${formatNumber(held)} on hold`, `${formatNumber(confirmed)} sold`];
  if (event.kept > 0) counters.push(`${formatNumber(event.kept)} kept for people who need accessible seats`);
  setText(byId("counters"), counters.join(" · "));
  const share = (count) => (capacity > 0 ? `${(100 * count) / capacity}%` : "0");
  byId("bar-held").style.width = share(held);
  byId("bar-confirmed").style.width = share(confirmed);
}

// --- The form ---

/** The section that was chosen, or the only one there is; undefined for any. */
function chosenSection() {
  return event.sections.length === 1 ? event.sections[0] : event.sections.find(({ id }) => id === sections.chosen);
}

const isSeated = ({ kind }) => kind === "seated";

const accessible = () => !byId("accessible-choice").hidden && byId("accessible").checked;

/** Whether there is nothing left for this person where they want to be. */
const noneLeft = () => leftFor(chosenSection() ?? event, accessible()) === 0;

function renderChoices() {
  const chosen = chosenSection();
  show(byId("accessible-choice"), chosen ? isSeated(chosen) : event.sections.some(isSeated));
  sections.update(event.sections, accessible());
  const only = event.sections.length === 1 ? event.sections[0] : null;
  setText(byId("section-label"), only && labelOf(only) ? `${only.name} · ${labelOf(only)}` : "");
}

function renderForm(state) {
  const limit = event.limit_per_customer;
  byId("quantity").max = limit ?? QUANTITY_MAX;
  setText(byId("quantity-hint"), formHint(limit));
  show(byId("form"), state !== "closed" || sending !== null);

  byId("buy").disabled = sending !== null || state !== "open" || noneLeft();
  setText(byId("buy"), buttonText(state));
  const joining = sending?.call === "waitlist";
  const offersWaiting = joining || canWait(state);
  show(byId("join"), offersWaiting);
  byId("join").disabled = sending !== null;
  setText(byId("join"), joining ? "Joining…" : CALLS.waitlist.button);
  show(byId("waitlist-hint"), offersWaiting);
  setText(byId("waitlist-hint"), offersWaiting ? waitlistHint() : "");
}

function formHint(limit) {
  const each = limit === null ? "" : `At most ${tickets(limit)} for each customer. `;
  const hold = event.hold_seconds;
  const yours = hold > 0
    ? `They are held for you for ${formatDuration(hold * 1000)}; confirm them in that time.`
    : "They are yours at once.";
  return `${seatingHint()}${each}${yours}`;
}

function seatingHint() {
  const chosen = chosenSection();
  if (chosen ? !isSeated(chosen) : !event.sections.some(isSeated)) return "";
  const who = chosen || event.sections.every(isSeated) ? "You" : "In a seated section you";
  return `${who} get the best available seats, side by side if possible. `;
}

function waitlistHint() {
  const { waiting, offer_seconds: offer } = event.waitlist ?? {};
  if (offer === undefined) return "";
  const ahead = waiting > 0 ? `${countOf(waiting, "request waits", "requests wait")} already.` : "Nobody waits yet.";
  return `${ahead} Tickets that come back are offered to the first in line, for ${formatDuration(offer * 1000)}.`;
}

/** The waitlist is for where nothing is left, and for what was just refused as too much. */
function canWait(state) {
  return state === "open" && event.waitlist !== null && (noneLeft() || mayWaitFor === requestBody());
}

function buttonText(state) {
  if (sending?.call === "reservations") return "Reserving…";
  if (state === "scheduled") return "Not open yet";
  if (state === "paused") return "Paused";
  if (noneLeft()) return (chosenSection() ?? event).held > 0 ? "None left for now" : "Sold out";
  return CALLS.reservations.button;
}

function requestBody() {
  const body = { customer: byId("customer").value.trim(), quantity: byId("quantity").valueAsNumber };
  if (sections.chosen !== undefined) body.section = sections.chosen;
  if (accessible()) body.accessible = true;
  return JSON.stringify(body);
}

async function send(call, body) {
  const { key } = openPending(eventId, call, body);
  const controller = new AbortController();
  const { signal } = controller;
  sending = { call, controller };
  setText(byId("progress"), CALLS[call].doing);
  show(byId("stop"), true);
  render();
  try {
    const reservation = await insist(
      () => request("POST", `${eventPath}/${call}`, { body, key, signal }),
      { signal, onWait: (error, ms) => setText(byId("progress"), sentenceForWait(error, ms)) },
    );
    closePending(eventId);
    setText(byId("progress"), CALLS[call].done);
    location.assign(`/reservations/${encodeURIComponent(reservation.id)}`);
  } catch (error) {
    onSendFailed(call, body, error, signal.aborted);
  }
}

function onSendFailed(call, body, error, stopped) {
  const refused = error instanceof Problem && error.status < 500 && error.status !== 429;
  if (refused) closePending(eventId);
  // Without an answer the button has to stay, as it is how to find out.
  mayWaitFor = (refused ? error.kind === "sold-out" : call === "waitlist") ? body : null;
  endSending();
  const what = stopped ? "Stopped." : refusalSentence(error, body);
  const unsure = `The last request may have got through: press ${CALLS[call].button} to find out. It counts only once.`;
  setText(byId("progress"), refused ? what : `${what} ${unsure}`);
  reload();
}

function refusalSentence(error, body) {
  const { accessible: asked, quantity } = JSON.parse(body);
  if (error.kind === "sold-out" && asked && !error.body.waiting && error.body.available >= quantity) {
    return "There are tickets left, but no accessible seats for as many.";
  }
  return sentenceFor(error);
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
  const { call, body, sentAt } = pending;
  const { customer, quantity, section, accessible: asked } = JSON.parse(body);
  byId("customer").value = customer;
  byId("quantity").value = quantity;
  byId("accessible").checked = asked === true;
  sections.choose(section);
  if (call === "waitlist") mayWaitFor = body;
  if (Date.now() - sentAt <= RESUME_MS_MAX) {
    send(call, body);
  } else {
    setText(byId("progress"), `Your request for ${tickets(quantity)} was never answered. Press ${CALLS[call].button} to find out; it counts only once.`);
    render();
  }
}

byId("form").addEventListener("submit", (submit) => {
  submit.preventDefault();
  if (!byId("buy").disabled) send("reservations", requestBody());
});
byId("join").addEventListener("click", () => {
  if (byId("form").reportValidity()) send("waitlist", requestBody());
});
byId("form").addEventListener("input", () => {
  if (event !== null) render();
});
byId("stop").addEventListener("click", () => sending?.controller.abort());
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
