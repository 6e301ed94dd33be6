import { describe, expect, it } from "vitest";

import { calendarFile, type CalendarEntry } from "./calendar";

const entry: CalendarEntry = {
  uid: "AAAAAQAAAAAB@127.0.0.1",
  title: "Aurora Quartet",
  startsAt: Date.parse("2026-12-01T20:00:00+01:00"),
  location: "Great Hall",
  notes: "2 tickets",
  url: "http://127.0.0.1/events/aurora",
};
const MADE_AT = Date.parse("2026-11-24T12:00:00.250Z");

const unfold = (file: string) => file.replace(/\r\n /g, "").split("\r\n");

describe("calendarFile", () => {
  it("has what RFC 5545 asks for, in UTC", () => {
    expect(calendarFile(entry, MADE_AT)).toBe(
      [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Onsale//Ticket//EN", "BEGIN:VEVENT",
        "UID:AAAAAQAAAAAB@127.0.0.1", "DTSTAMP:20261124T120000Z", "DTSTART:20261201T190000Z",
        "SUMMARY:Aurora Quartet", "LOCATION:Great Hall", "DESCRIPTION:2 tickets",
        "URL:http://127.0.0.1/events/aurora", "END:VEVENT", "END:VCALENDAR", "",
      ].join("\r\n"),
    );
  });

  it("leaves out a venue that there is not", () => {
    expect(calendarFile({ ...entry, location: null }, MADE_AT)).not.toContain("LOCATION");
  });

  it("escapes what has a meaning, and lets no text begin a line of its own", () => {
    const file = calendarFile({ ...entry, title: "A; B, C\\D\r\nX-EVIL:1\nE\u0007" }, MADE_AT);
    expect(unfold(file)).toContain("SUMMARY:A\\; B\\, C\\\\D\\nX-EVIL:1\\nE");
  });

  it("folds long lines at 75 octets, and never inside a character", () => {
    const title = "Œuvre — ".repeat(40) + "🎻".repeat(40);
    const file = calendarFile({ ...entry, title }, MADE_AT);
    for (const line of file.split("\r\n")) {
      expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
      expect(line).not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
    }
    expect(unfold(file)).toContain(`SUMMARY:${title}`);
  });
});
