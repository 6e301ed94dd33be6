// The ticket itself: its code, and what can be done with it.

import { useEffect, useState } from "preact/hooks";

import { Unreachable } from "../lib/api";
import { formatTickets } from "../lib/format";
import { t } from "../lib/i18n";
import { insist } from "../lib/retry";
import type { Reservation, SaleEvent } from "../lib/types";
import { Button } from "../ui/button";
import { calendarFile } from "./calendar";
import { placesOf } from "./facts";
import type { Ticket } from "./model";
import type { QrCode } from "./qr";

export function Code({ content }: { content: string }) {
  const [code, setCode] = useState<QrCode | null>(null);
  useEffect(() => {
    void loadQr().then(({ qrCode }) => setCode(qrCode(content)));
  }, [content]);
  const size = code?.size ?? 1;
  return (
    <svg class="code" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t().reservation.confirmed.code}>
      <rect class="code-paper" width={size} height={size} />
      {code && <path class="code-ink" d={code.path} />}
    </svg>
  );
}

/** Insists, as a ticket without its code is none. */
function loadQr(): Promise<typeof import("./qr")> {
  const load = () => import("./qr").catch((cause: unknown) => {
    throw new Unreachable("no script", { cause });
  });
  return insist(load, { onWait: () => {} });
}

export function TicketTools({ ticket, reservation }: { ticket: Ticket; reservation: Reservation }) {
  const event = ticket.event.value;
  const words = t().reservation.confirmed;
  return (
    <>
      {event?.starts_at && (
        <Button onClick={() => saveCalendar(reservation, event, Date.parse(event.starts_at!))}>{words.calendar}</Button>
      )}
      <Button quiet onClick={() => print()}>{words.print}</Button>
    </>
  );
}

function saveCalendar(reservation: Reservation, event: SaleEvent, startsAt: number): void {
  const content = calendarFile({
    uid: `${publicPart(reservation.id)}@${location.hostname}`,
    title: event.name,
    startsAt,
    location: event.venue || null,
    notes: [formatTickets(reservation.quantity), placesOf(reservation, event)].join("\n"),
    // Calendars are shared; the reservation's own address is a secret.
    url: `${location.origin}/events/${event.id}`,
  }, Date.now());
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/calendar;charset=utf-8" }));
  link.download = `${event.id}.ics`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // some browsers read it late
}

/** An id begins with its event and its number, 12 characters that name it; the rest is the secret. */
const publicPart = (id: string) => id.slice(0, 12);
