// Brings a ticket to life in a browser: the server, its clock, the other tabs, this device's memory.

import { effect } from "@preact/signals";

import { get, request } from "../lib/api";
import { serverNow, startClock } from "../lib/clock";
import { t } from "../lib/i18n";
import { poll } from "../lib/poll";
import type { Reservation, SaleEvent } from "../lib/types";
import { accentProperties } from "./accent";
import { clockDigits } from "./hold";
import { Ticket, type Action } from "./model";
import { forget, recall, remember, rememberedOf } from "./my_reservations";
import { joinTabs } from "./tabs";

const TICK_MS = 200;
const POLL_MS = 15_000;
const POLL_NEXT_IN_LINE_MS = 5000;
const NEXT_IN_LINE = 20; // places on the waitlist that may be offered something any moment

export function startTicket(id: string): Ticket {
  const path = `/api/v1/reservations/${encodeURIComponent(id)}`;
  const tabs = joinTabs(id, (reservation) => ticket.adopt(reservation));
  const ticket: Ticket = new Ticket({
    reservation: () => get<Reservation>(path),
    event: (event) => get<SaleEvent>(`/api/v1/events/${encodeURIComponent(event)}`),
    act: (action: Action) =>
      request<Reservation | null>(action === "cancel" ? "DELETE" : "POST", action === "cancel" ? path : `${path}/${action}`),
  }, (reservation) => {
    tabs.tell(reservation);
    keep(ticket, reservation);
  });

  showWhatIsRemembered(ticket, id);
  const clockStarted = startClock();
  const look = poll(async () => {
    await Promise.all([ticket.refresh(), clockStarted]);
  }, () => pollMs(ticket));
  keepTime(ticket, look.ask);
  effect(() => void (document.title = titleOf(ticket)));
  effect(() => {
    const accent = ticket.event.value?.accent;
    if (accent) wear(accent);
  });
  effect(() => {
    if (ticket.unknown.value) forget([id]);
  });
  return ticket;
}

/** At once, also while the server is away: the last that this device saw. */
function showWhatIsRemembered(ticket: Ticket, id: string): void {
  const known = recall().find(({ reservation }) => reservation.id === id);
  if (known === undefined) return;
  ticket.adopt(known.reservation);
  if (known.accent) wear(known.accent);
}

/** By script, as the pages' policy wants it. */
function wear(accent: string): void {
  const { style } = document.documentElement;
  for (const [name, value] of Object.entries(accentProperties(accent))) style.setProperty(name, value);
}

function keep(ticket: Ticket, reservation: Reservation): void {
  const event = ticket.event.value;
  if (event !== null) remember(rememberedOf(reservation, event));
}

/** Lets time pass, and looks once more when a hold has run out. */
function keepTime(ticket: Ticket, look: () => void): void {
  const tick = () => (ticket.now.value = serverNow());
  tick();
  setInterval(tick, TICK_MS);
  document.addEventListener("visibilitychange", tick);
  let before = ticket.standing.value;
  effect(() => {
    const standing = ticket.standing.value;
    if (standing === "expired" && before !== "expired") look();
    before = standing;
  });
}

function pollMs(ticket: Ticket): number {
  const place = ticket.reservation.value?.waitlist?.place;
  return place != null && place <= NEXT_IN_LINE ? POLL_NEXT_IN_LINE_MS : POLL_MS;
}

/** The time left comes first, where a tab in the background still shows it. */
function titleOf(ticket: Ticket): string {
  const standing = ticket.standing.value;
  if (standing === null) return t().reservation.title;
  const name = ticket.event.value?.name ?? ticket.reservation.value!.event;
  const left = ticket.leftMs.value;
  const what = `${t().standings[standing]}: ${name}`;
  return left === null || standing === "expired" ? what : `${clockDigits(left)} · ${what}`;
}
