// Times and durations for people, in their time zone and the page's language.

import { formatNumber, locale, plural, t, type Plural } from "./i18n";

export { formatNumber };

function timeFormat(options: Intl.DateTimeFormatOptions) {
  let format: Intl.DateTimeFormat | null = null;
  return (ms: number) => (format ??= new Intl.DateTimeFormat(locale(), options)).format(ms);
}

/** “Tue, 1 December 2026 at 20:00 CET” */
export const formatMoment = timeFormat({
  weekday: "short",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
});

/** “Tue, 1 Dec, 20:00 CET”: for lists. */
export const formatShortMoment = timeFormat({
  weekday: "short",
  day: "numeric",
  month: "short",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
});

/** “20:04:31 CET” */
export const formatClock = timeFormat({
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
});

/** The visitor's time zone: “Europe/Berlin”. */
export const timeZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ");

/** A duration in parts, rounded up to the second: nought is reached exactly at its end. */
export function durationParts(ms: number) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return {
    days: Math.floor(seconds / 86400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}

/** “2 days”, “3 hours 5 minutes”, “10 seconds”: two units at most. */
export function formatDuration(ms: number): string {
  const { days, hours, minutes, seconds } = durationParts(ms);
  const units = t().common.units;
  const say = (forms: Plural, count: number) => `${formatNumber(count)} ${plural(forms, count)}`;
  const parts = [
    [units.days, days],
    [units.hours, days > 1 ? 0 : hours],
    [units.minutes, days > 0 ? 0 : minutes],
    [units.seconds, days > 0 || hours > 0 ? 0 : seconds],
  ] as const;
  const said = parts.filter(([, count]) => count > 0).map(([forms, count]) => say(forms, count));
  return said.length > 0 ? said.join(" ") : say(units.seconds, 0);
}

/** “3 tickets” */
export const formatTickets = (count: number): string => plural(t().common.tickets, count);

interface SeatsOfRow {
  readonly section: string;
  readonly row: string;
  readonly seats: string[];
}

/** Seat ids (`section-row-seat`; only the section may have more dashes) by row, in their order. */
export function seatsByRow(ids: readonly string[]): SeatsOfRow[] {
  const rows = new Map<string, SeatsOfRow>();
  for (const id of ids) {
    const [, section = "", row = "", seat = id] = /^(.*)-([^-]*)-([^-]*)$/.exec(id) ?? [];
    const key = `${section}-${row}`;
    if (!rows.has(key)) rows.set(key, { section, row, seats: [] });
    rows.get(key)!.seats.push(seat);
  }
  return [...rows.values()];
}

/** “Stalls, row A, seats 12, 13; row B, seat 1”. `nameOf` gives a section's name by its id. */
export function formatSeats(ids: readonly string[], nameOf = (section: string) => section): string {
  const texts = t().common;
  let last = "";
  return seatsByRow(ids)
    .map(({ section, row, seats }) => {
      const where = section === last ? [] : [nameOf(section)];
      last = section;
      if (row !== "") where.push(`${texts.row} ${row}`);
      return [...where, `${seats.length === 1 ? texts.seat : texts.seats} ${seats.join(", ")}`].join(", ");
    })
    .join("; ");
}
