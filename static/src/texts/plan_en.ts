// What the seat plan says, in English. Other languages have the same.

const seats = (count: number) => (count === 1 ? "1 seat" : `${count} seats`);

const others = (left: number) =>
  left === 0
    ? "Nothing is lost: choose another."
    : `Your other ${left === 1 ? "seat" : seats(left)} can still be had.`;

export const en = {
  loading: "Loading the seats…",
  trouble: "The seats could not be loaded. Trying again…",
  stage: "STAGE",
  picture: "Seating plan",
  pictureHelp:
    "Arrow keys move from seat to seat, Enter chooses one. Home and End: the ends of the row. Page Up and Page Down: the sections. Plus and minus: nearer and farther, 0: the whole plan. The list that follows has the same seats.",
  pictureHint: "Drag to move, pinch or scroll to zoom, tap a seat to choose it.",
  zoomIn: "Nearer",
  zoomOut: "Farther",
  showWhole: "Whole plan",
  kinds: "Prices",
  uncategorized: "Seats",
  legend: {
    chosen: "Your choice",
    held: "On hold by others",
    taken: "Taken",
    kept: "Kept for accessible seating",
  },
  marks: { accessible: "Accessible", companion: "Companion", restricted: "Restricted view" },
  list: "Seats as a list",
  standing: "Without seats",
  standingChosen: (name: string) => `${name}: chosen. Say below how many tickets you want.`,
  section: "Section",
  row: "Row",
  left: (count: number) => (count === 0 ? "none left" : `${count} left`),
  rowSeats: (section: string, row: string) => `Seats of ${section}, row ${row}`,
  seat: (section: string, row: string, seat: string) => `${section}, row ${row}, seat ${seat}`,
  state: {
    free: "free",
    kept: "kept for people who need accessible seats",
    held: "on hold by somebody else",
    taken: "taken",
    chosen: "your choice",
  },
  chosen: (count: number) => (count === 0 ? "No seats chosen yet" : `Your ${seats(count)}`),
  standingHint: "No seats; say below how many",
  chosenOf: (count: number, limit: number) => `${count} of at most ${limit}`,
  remove: "Remove",
  removeSeat: (seat: string) => `Remove ${seat}`,
  added: (seat: string, count: number) => `${seat}: added. You have ${seats(count)}.`,
  removed: (seat: string, count: number) => `${seat}: removed. You have ${seats(count)}.`,
  refused: {
    taken: (seat: string) => `${seat}: somebody else has this one. Choose another.`,
    kept: (seat: string) =>
      `${seat} is kept for people who need accessible seats. If you do, say so on this page first.`,
    busy: () => "Your request for these seats is not answered yet. They stay as they are until then.",
    section: () => "One reservation is for one section. Remove your seats in the other one first.",
    limit: (_seat: string, limit: number) =>
      `You can have ${seats(limit)} at most. Remove one to take another.`,
  },
  lost: (names: string[], left: number) =>
    `${names.join("; ")}: just taken by somebody else, and off your list. ${others(left)}`,
  gone: (names: string[], left: number) =>
    `${names.join("; ")}: no longer in the plan, and off your list. ${others(left)}`,
};

export type PlanTexts = typeof en;
