// What is said when the server says no, in German.

import type { Plural } from "../lib/i18n";
import type { RefusalTexts } from "./refusals_en";

const forms = (one: string, other: string): Plural => ({ one, other });

export const de: RefusalTexts = {
  opens: "Der Verkauf öffnet am {moment}.",
  paused: "Der Verkauf ist pausiert. Diese Seite macht weiter, sobald er weitergeht.",
  closed: "Der Verkauf ist beendet.",
  soldOutWaiting: forms(
    "Ausverkauft. {count} Anfrage wartet auf Rückläufer.",
    "Ausverkauft. {count} Anfragen warten auf Rückläufer.",
  ),
  notEnough: forms(
    "Es ist nur noch {count} Ticket da. Versuche es mit weniger.",
    "Es sind nur noch {count} Tickets da. Versuche es mit weniger.",
  ),
  noAccessible: "Es gibt noch Tickets, aber nicht so viele barrierefreie Plätze.",
  notSoldOut: forms(
    "Warten ist nicht nötig: Es ist noch {count} Ticket da. Reserviere jetzt.",
    "Warten ist nicht nötig: Es sind noch {count} Tickets da. Reserviere jetzt.",
  ),
  seatsTaken: "Jemand war schneller: {seats} sind gerade weg.",
  seatsKept: "Freigehalten für Menschen, die barrierefreie Plätze brauchen: {seats}. Gib an, dass du sie brauchst, oder wähle andere.",
  overSection: "Eine Reservierung gilt für einen Bereich, und dort passen höchstens {tickets} hinein. Versuche weniger, oder in Teilen.",
  limit: "Pro Person gibt es höchstens {tickets}.",
  limitUsed: "Pro Person gibt es höchstens {tickets}, und du hast davon schon {used}.",
  kinds: {
    "malformed-request": "Der Server hat die Anfrage nicht verstanden. Lade die Seite neu und versuche es noch einmal.",
    "sale-not-open": "Der Verkauf ist nicht geöffnet.",
    "admission-required": "Im Warteraum bist du nicht an der Reihe, oder deine Zeit ist um.",
    "credential-required": "Diese Veranstaltung ist für Menschen, die der Veranstalter verifiziert hat, und dein Link wurde nicht angenommen: Vielleicht ist er abgelaufen oder gilt für eine andere Veranstaltung oder Person. Öffne den neuesten, den du bekommen hast.",
    "event-not-found": "Diese Veranstaltung gibt es nicht.",
    "sold-out": "Ausverkauft. Tickets, die andere gerade halten, können noch zurückkommen.",
    "seats-taken": "Bei diesen Plätzen war jemand schneller.",
    "seats-kept": "Diese Plätze sind für Menschen freigehalten, die barrierefreie Plätze brauchen. Gib an, dass du sie brauchst, oder wähle andere.",
    "seats-of-two-sections": "Eine Reservierung gilt für einen Bereich. Wähle Plätze im selben Bereich.",
    "seat-repeated": "Ein Platz wurde zweimal gewählt. Wähle noch einmal.",
    "quantity-over-section": "So viele passen nicht in einen Bereich. Versuche weniger, oder in Teilen.",
    "no-waitlist": "Dieser Verkauf hat keine Warteliste.",
    "not-sold-out": "Warten ist nicht nötig: Es gibt noch Tickets. Reserviere jetzt.",
    "already-waiting": "Du stehst schon auf dieser Warteliste. Die Seite, die sich beim Eintragen öffnete, zeigt deinen Platz.",
    "waitlist-full": "Die Warteliste ist voll. Tickets können trotzdem noch in den Verkauf zurückkommen.",
    "limit-exceeded": "Das ist mehr, als eine Person haben darf.",
    "invalid-quantity": "Diese Anzahl kann nicht reserviert werden.",
    "unknown-section": "Diesen Bereich gibt es nicht mehr. Wähle einen anderen.",
    "unknown-seat": "Diese Plätze gibt es nicht. Wähle andere.",
    "idempotency-key-reused": "Eine frühere Anfrage kam dazwischen. Drücke den Knopf noch einmal.",
    "idempotency-in-flight": "Deine Anfrage wird gerade bearbeitet.",
    "rate-limited": "Aus deinem Netz kamen zu viele Anfragen.",
    overloaded: "Gerade sind sehr viele Menschen hier.",
    "store-full": "Der Server kann für einen Moment keine Reservierungen annehmen.",
    "store-failed": "Der Server hatte einen Fehler, und jemand kümmert sich darum.",
    "shutting-down": "Der Server startet neu.",
    // Of reservations that are there already.
    "reservation-not-found": "Diese Reservierung gibt es nicht. Vielleicht wurde die Adresse beim Kopieren abgeschnitten.",
    "reservation-expired": "Die Zeit ist abgelaufen, und die Tickets gingen an jemand anderen.",
    "reservation-cancelled": "Diese Reservierung wurde storniert.",
    "not-held": "Diese Reservierung wird nicht mehr gehalten.",
  },
};
