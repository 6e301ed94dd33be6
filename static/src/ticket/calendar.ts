// One event as a calendar file: RFC 5545, with the properties that calendars agree on.

export interface CalendarEntry {
  /** The same for the same reservation, so that a calendar that has it replaces it. */
  readonly uid: string;
  readonly title: string;
  readonly startsAt: number; // milliseconds since 1970
  readonly location: string | null;
  readonly notes: string;
  readonly url: string;
}

const LINE_OCTETS_MAX = 75;

/** The file's content. `madeAt` is when, in milliseconds since 1970. */
export function calendarFile(entry: CalendarEntry, madeAt: number): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Onsale//Ticket//EN",
    "BEGIN:VEVENT",
    `UID:${text(entry.uid)}`,
    `DTSTAMP:${utc(madeAt)}`,
    // No end: how long it takes is not known, and RFC 5545 lets it out.
    `DTSTART:${utc(entry.startsAt)}`,
    `SUMMARY:${text(entry.title)}`,
    ...(entry.location === null ? [] : [`LOCATION:${text(entry.location)}`]),
    `DESCRIPTION:${text(entry.notes)}`,
    `URL:${entry.url}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${fold(line)}\r\n`).join("");
}

/** 20261201T190000Z */
function utc(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, "");
}

/** A TEXT value (3.3.11): control characters other than line ends may not stand in it. */
function text(value: string): string {
  return value
    .replace(/[\\;,]/g, "\\$&")
    .replace(/\r\n?|\n/g, "\\n")
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, "");
}

/** At most 75 octets a line (3.1), never cut inside a character. */
function fold(line: string): string {
  const encoder = new TextEncoder();
  let folded = "";
  let octets = 0;
  for (const character of line) {
    const size = encoder.encode(character).length;
    if (octets + size > LINE_OCTETS_MAX) {
      folded += "\r\n ";
      octets = 1;
    }
    folded += character;
    octets += size;
  }
  return folded;
}
