// The one request that this page is for: sent by hand or armed, and insisted on until it is answered.

import { computed, effect, signal } from "@preact/signals";

import { clearAlarm, setAlarm } from "../lib/alarm";
import { isRefusal, request } from "../lib/api";
import { serverNow } from "../lib/clock";
import { formatTickets } from "../lib/format";
import { fill, t } from "../lib/i18n";
import { now } from "../lib/now";
import { closePending, loadPending, openPending } from "../lib/pending";
import { loadRefusals, sentenceFor, sentenceForWait } from "../lib/problems";
import { insist, pause } from "../lib/retry";
import { stateAt } from "../lib/sale";
import type { Reservation } from "../lib/types";
import { armedName, forgetArmed, loadArmed, look, noWait, saveArmed, SPREAD_MS, type Armed } from "./arming";
import type { Admission } from "../queue";
import { basketOf, countOf, requestBody } from "./basket";
import { credential, isAsked, isVerified, takeCredential } from "./credential";
import { basket, choose, event, eventId, eventPath, phase, refresh } from "./sale";

export type Call = "reservations" | "waitlist";

const WORDS_MS_MAX = 2000; // a crowded server answers before it sends what to say of its answer
const RESUME_MS_MAX = 120_000;
const ALARM_MS_MAX = 2 ** 31; // of a browser's timer

/** The request under way; null while there is none. */
export const sending = signal<{ readonly call: Call; readonly controller: AbortController } | null>(null);
/** What is being done, or came of it. */
export const progress = signal("");
export const armed = signal<Armed | null>(null);
/** The same, where it may go out from this page: another tab may be another customer's. */
export const armedHere = computed(() =>
  (armed.value !== null && isVerified(basketOf(armed.value.body).customer) ? armed.value : null));
/** That it is this person's turn, where the event has a waiting room. */
export const admission = signal<Admission | null>(null);
/** The last request that found too little left: for that one can wait. */
export const tooMuch = signal<string | null>(null);

const spread = Math.random() * SPREAD_MS;

/** `armedKey`: of what was armed. */
export async function send(call: Call, body: string, armedKey?: string): Promise<void> {
  disarm();
  const { key } = openPending(eventId, call, body, armedKey);
  const controller = new AbortController();
  const words = loadRefusals();
  const { signal: stop } = controller;
  sending.value = { call, controller };
  progress.value = t().event[call].doing;
  try {
    const reservation = await insist(
      () => request<Reservation>("POST", `${eventPath}/${call}`, {
        body, idempotencyKey: key, admission: admission.peek()?.token, credential: credential.peek(), signal: stop,
      }),
      { signal: stop, onWait: (error, ms) => (progress.value = sentenceForWait(error, ms)) },
    );
    closePending(eventId, key);
    progress.value = t().event[call].done;
    location.assign(`/reservations/${encodeURIComponent(reservation.id)}`);
  } catch (error) {
    await Promise.race([words, pause(WORDS_MS_MAX)]);
    onFailed(call, body, key, error, stop.aborted);
  }
}

export const stopSending = (): void => sending.peek()?.controller.abort();

function onFailed(call: Call, body: string, key: string, error: unknown, stopped: boolean): void {
  const texts = t().event;
  const refused = isRefusal(error);
  if (refused) closePending(eventId, key);
  if (refused && error.kind === "admission-required") admission.value = null;
  // Without an answer the way to wait has to stay, as it is how to find out.
  const canWait = refused ? error.kind === "sold-out" : call === "waitlist";
  tooMuch.value = canWait ? body : null;
  if (refused && (error.kind === "seats-taken" || error.kind === "unknown-seat")) takeOut(error.body.seats);
  const what = stopped ? texts.stopped : sentenceFor(error, body);
  progress.value = refused ? what : `${what} ${fill(texts.unsure, { button: texts[call].button })}`;
  sending.value = null;
  refresh();
}

/** Takes out the seats that were refused, and keeps the others; all of them where none is named. */
function takeOut(refused: readonly string[] | undefined): void {
  choose({ seats: refused ? basket.peek().seats.filter((id) => !refused.includes(id)) : [] });
}

// --- Armed ---

/** Has the basket as it is go out at the opening. */
export function arm(): void {
  if (event.value === null) return;
  armed.value = saveArmed(eventId, requestBody(basket.value), event.value.opens_at);
  progress.value = "";
}

export function disarm(): void {
  armed.value = null;
  forgetArmed(eventId);
}

/** Sends what is armed in time, and does as other tabs do that arm it and disarm it. */
function watchArmed(): void {
  let wait = noWait;
  effect(() => {
    clearAlarm();
    void now.value; // what comes between two ticks is measured on the clock itself
    const ready = armedHere.value;
    const at = serverNow();
    if (ready === null) wait = noWait;
    if (ready === null || event.value === null || at === null) return;
    const next = look(ready, event.value, at, spread, wait);
    if (next === null) return lapse(ready);
    wait = next;
    const fire = () => void send("reservations", ready.body, ready.key);
    if (wait.due <= at) fire();
    else if (wait.due - at < ALARM_MS_MAX) setAlarm(wait.due - at, fire);
  });
  window.addEventListener("storage", ({ key }) => {
    if (key === armedName(eventId)) armed.value = loadArmed(eventId);
  });
}

function lapse({ body }: Armed): void {
  disarm();
  basket.value = basketOf(body);
  progress.value = t().event.lapsed;
}

/** After a reload: goes on with what was armed or under way, unless that was long ago. */
export function resume(): void {
  const ready = loadArmed(eventId);
  const pending = loadPending(eventId);
  const isRecent = pending !== null && Math.abs(Date.now() - pending.sentAt) <= RESUME_MS_MAX;
  if (ready !== null && !isRecent) {
    basket.value = basketOf(ready.body);
    armed.value = ready;
  } else if (pending !== null) {
    const call: Call = pending.call === "waitlist" ? "waitlist" : "reservations";
    basket.value = basketOf(pending.body);
    if (call === "waitlist") tooMuch.value = pending.body;
    if (isRecent && (!isAsked() || credential.peek() !== null)) {
      void send(call, pending.body);
    } else {
      const { button } = t().event[call];
      progress.value = fill(t().event.neverAnswered, { tickets: formatTickets(countOf(basket.value)), button });
    }
  }
  watchArmed();
}

/**
 * Back from the reservation, the browser may show this page as it was left: in the middle. What is
 * not answered yet goes on.
 */
export function startAnew(): void {
  takeCredential();
  if (loadPending(eventId) !== null) return;
  sending.value = null;
  progress.value = "";
  refresh();
}

/** Whether a person can wait for what they want now. */
export function canWait(noneLeft: boolean): boolean {
  const of = event.value;
  if (of?.waitlist == null || stateAt(of, now.value) !== "open") return false;
  return noneLeft || phase.value === "sold_out" || tooMuch.value === requestBody(basket.value);
}
