// Times, durations and numbers for people. The pages are in English, so formats are too: the
// visitor's own English where there is one among the browser's languages.

const locale = navigator.languages.find((language) => /^en\b/i.test(language)) ?? "en-GB";

const momentFormat = new Intl.DateTimeFormat(locale, {
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZoneName: "short",
});
const clockFormat = new Intl.DateTimeFormat(locale, {
  hour: "numeric",
  minute: "2-digit",
  second: "2-digit",
  timeZoneName: "short",
});
const numberFormat = new Intl.NumberFormat(locale);

/** “Tuesday, 1 December 2026 at 20:00 CET” in the visitor's time zone. */
export const formatMoment = (ms) => momentFormat.format(ms);

/** “20:04:31 CET” in the visitor's time zone. */
export const formatClock = (ms) => clockFormat.format(ms);

export const formatNumber = (value) => numberFormat.format(value);

export const countOf = (value, one, many = `${one}s`) =>
  `${formatNumber(value)} ${value === 1 ? one : many}`;

export const tickets = (quantity) => countOf(quantity, "ticket");

/**
 * “Stalls, row A, seats 12, 13; row B, seat 1” of seat ids (`section-row-seat`; only the section
 * may have more dashes). `nameOf` gives a section's name by its id.
 */
export function formatSeats(ids, nameOf = (section) => section) {
  const rows = new Map(); // by section and row, in the order of the ids
  for (const id of ids) {
    const [, section, row, seat] = /^(.*)-([^-]*)-([^-]*)$/.exec(id) ?? [null, "", "", id];
    const key = `${section}-${row}`;
    if (!rows.has(key)) rows.set(key, { section, row, seats: [] });
    rows.get(key).seats.push(seat);
  }
  let last = "";
  return [...rows.values()].map(({ section, row, seats }) => {
    const where = section === last ? [] : [nameOf(section)];
    last = section;
    if (row !== "") where.push(`row ${row}`);
    return [...where, `${seats.length === 1 ? "seat" : "seats"} ${seats.join(", ")}`].join(", ");
  }).join("; ");
}

/** “Times are in your time zone, Europe/Berlin.” */
export function zoneSentence() {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return zone ? `Times are in your time zone, ${zone.replaceAll("_", " ")}.` : "";
}

/** A duration in parts, rounded up to the second: nought is reached exactly at its end. */
export function durationParts(ms) {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return {
    days: Math.floor(seconds / 86400),
    hours: Math.floor(seconds / 3600) % 24,
    minutes: Math.floor(seconds / 60) % 60,
    seconds: seconds % 60,
  };
}

/** “2 days”, “3 h 5 min”, “4 min 10 s”: two units at most. */
export function formatDuration(ms) {
  const { days, hours, minutes, seconds } = durationParts(ms);
  if (days > 1) return `${days} days`;
  if (days === 1) return hours ? `1 day ${hours} h` : "1 day";
  if (hours > 0) return minutes ? `${hours} h ${minutes} min` : `${hours} h`;
  if (minutes > 0) return seconds ? `${minutes} min ${seconds} s` : `${minutes} min`;
  return `${seconds} s`;
}
