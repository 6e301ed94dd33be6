// The one request that this page is for: sent by hand or armed, and insisted on until it is answered.

import { effect, signal } from "@preact/signals";

import { clearAlarm, setAlarm } from "../lib/alarm";
import { Problem, request } from "../lib/api";
import { serverNow } from "../lib/clock";
import { formatTickets } from "../lib/format";
import { fill, t } from "../lib/i18n";
import { now } from "../lib/now";
import { closePending, loadPending, openPending } from "../lib/pending";
import { sentenceFor, sentenceForWait } from "../lib/problems";
import { insist } from "../lib/retry";
import { stateAt } from "../lib/sale";
import type { Reservation } from "../lib/types";
import { forgetArmed, loadArmed, saveArmed, sendAt, SPREAD_MS, stillMeant, type Armed } from "./arming";
import { basketOf, countOf, requestBody } from "./basket";
import { basket, choose, event, eventId, eventPath, phase, refresh } from "./sale";

export type Call = "reservations" | "waitlist";

const RESUME_MS_MAX = 120_000;
const ALARM_MS_MAX = 2 ** 31; // of a browser's timer

/** The request under way; null while there is none. */
export const sending = signal<{ readonly call: Call; readonly controller: AbortController } | null>(null);
/** What is being done, or came of it. */
export const progress = signal("");
export const armed = signal<Armed | null>(null);
/** The last request that found too little left: for that one can wait. */
export const tooMuch = signal<string | null>(null);

const spread = Math.random() * SPREAD_MS;

export async function send(call: Call, body: string): Promise<void> {
  disarm();
  const { key } = openPending(eventId, call, body);
  const controller = new AbortController();
  const { signal: stop } = controller;
  sending.value = { call, controller };
  progress.value = t().event[call].doing;
  try {
    const reservation = await insist(
      () => request<Reservation>("POST", `${eventPath}/${call}`, { body, idempotencyKey: key, signal: stop }),
      { signal: stop, onWait: (error, ms) => (progress.value = sentenceForWait(error, ms)) },
    );
    closePending(eventId, key);
    progress.value = t().event[call].done;
    location.assign(`/reservations/${encodeURIComponent(reservation.id)}`);
  } catch (error) {
    onFailed(call, body, key, error, stop.aborted);
  }
}

export const stopSending = (): void => sending.peek()?.controller.abort();

function onFailed(call: Call, body: string, key: string, error: unknown, stopped: boolean): void {
  const texts = t().event;
  const refused = error instanceof Problem && error.status < 500 && error.status !== 429;
  if (refused) closePending(eventId, key);
  // Without an answer the way to wait has to stay, as it is how to find out.
  const canWait = refused ? error.kind === "sold-out" : call === "waitlist";
  tooMuch.value = canWait ? body : null;
  if (refused && (error.kind === "seats-taken" || error.kind === "unknown-seat")) takeOut(error.body.seats);
  const what = stopped ? texts.stopped : refusal(error, body);
  progress.value = refused ? what : `${what} ${fill(texts.unsure, { button: texts[call].button })}`;
  sending.value = null;
  refresh();
}

/** Takes out the seats that were refused, and keeps the others; all of them where none is named. */
function takeOut(refused: readonly string[] | undefined): void {
  choose({ seats: refused ? basket.peek().seats.filter((id) => !refused.includes(id)) : [] });
}

function refusal(error: unknown, body: string): string {
  const { accessible, quantity } = basketOf(body);
  const isEnough = error instanceof Problem && !error.body.waiting && (error.body.available ?? 0) >= quantity;
  if (isEnough && error.kind === "sold-out" && accessible) return t().event.noAccessible;
  return sentenceFor(error);
}

// --- Armed ---

/** Has the basket as it is go out at the opening. */
export function arm(): void {
  if (event.value === null) return;
  armed.value = { body: requestBody(basket.value), opensAt: event.value.opens_at };
  saveArmed(eventId, armed.value);
  progress.value = "";
}

export function disarm(): void {
  armed.value = null;
  forgetArmed(eventId);
}

/** Sends what is armed in time: by an alarm, which each tick corrects. */
function sendAtOpening(): void {
  let at: number | null = null;
  effect(() => {
    clearAlarm();
    const ready = armed.value;
    const time = now.value && serverNow(); // `now` is as old as the last tick
    if (ready === null || event.value === null || time === null) {
      at = null;
      return;
    }
    if (!stillMeant(ready, event.value, time)) return lapse(ready);
    at = sendAt(event.value, time, spread, at);
    if (at !== null && at - time < ALARM_MS_MAX) setAlarm(at - time, () => void send("reservations", ready.body));
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
  if (pending !== null) {
    const call: Call = pending.call === "waitlist" ? "waitlist" : "reservations";
    basket.value = basketOf(pending.body);
    if (call === "waitlist") tooMuch.value = pending.body;
    if (Math.abs(Date.now() - pending.sentAt) <= RESUME_MS_MAX) {
      void send(call, pending.body);
    } else {
      const { button } = t().event[call];
      progress.value = fill(t().event.neverAnswered, { tickets: formatTickets(countOf(basket.value)), button });
    }
  } else if (ready !== null) {
    basket.value = basketOf(ready.body);
    armed.value = ready;
  }
  sendAtOpening();
}

/** Back from the reservation, the browser may show this page as it was left: in the middle. */
export function startAnew(): void {
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
