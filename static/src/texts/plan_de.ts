// What the seat plan says, in German.

import type { PlanTexts } from "./plan_en";

const seats = (count: number) => (count === 1 ? "1 Platz" : `${count} Plätze`);

const others = (left: number) =>
  left === 0
    ? "Nichts ist verloren: Wähle einen anderen."
    : left === 1
      ? "Dein anderer Platz ist noch zu haben."
      : `Deine anderen ${seats(left)} sind noch zu haben.`;

export const de: PlanTexts = {
  loading: "Die Plätze werden geladen …",
  trouble: "Die Plätze ließen sich nicht laden. Neuer Versuch …",
  stage: "BÜHNE",
  picture: "Saalplan",
  pictureHelp:
    "Pfeiltasten führen von Platz zu Platz, Eingabe wählt ihn. Pos1 und Ende: die Enden der Reihe. Bild auf und Bild ab: die Bereiche. Plus und Minus: näher und weiter, 0: der ganze Plan. Die Liste danach hat dieselben Plätze.",
  pictureHint: "Ziehen verschiebt, zwei Finger oder das Mausrad zoomen, ein Tipp wählt den Platz.",
  zoomIn: "Näher",
  zoomOut: "Weiter weg",
  showWhole: "Ganzer Plan",
  kinds: "Preise",
  uncategorized: "Plätze",
  legend: {
    chosen: "Deine Auswahl",
    held: "Von anderen reserviert",
    taken: "Vergeben",
    kept: "Für barrierefreies Sitzen freigehalten",
  },
  marks: { accessible: "Barrierefrei", companion: "Begleitung", restricted: "Sicht eingeschränkt" },
  list: "Plätze als Liste",
  standing: "Ohne Sitzplätze",
  standingChosen: (name) => `${name}: gewählt. Gib unten an, wie viele Tickets du willst.`,
  section: "Bereich",
  row: "Reihe",
  left: (count) => (count === 0 ? "keine mehr frei" : `${count} frei`),
  rowSeats: (section, row) => `Plätze in ${section}, Reihe ${row}`,
  seat: (section, row, seat) => `${section}, Reihe ${row}, Platz ${seat}`,
  state: {
    free: "frei",
    kept: "freigehalten für Menschen, die barrierefreie Plätze brauchen",
    held: "von jemand anderem reserviert",
    taken: "vergeben",
    chosen: "deine Auswahl",
  },
  chosen: (count) =>
    count === 0 ? "Noch keine Plätze gewählt" : count === 1 ? "Dein Platz" : `Deine ${seats(count)}`,
  standingHint: "Keine Sitzplätze; wie viele, gibst du unten an",
  chosenOf: (count, limit) => `${count} von höchstens ${limit}`,
  remove: "Entfernen",
  removeSeat: (seat) => `${seat} entfernen`,
  added: (seat, count) => `${seat}: gewählt. Du hast ${seats(count)}.`,
  removed: (seat, count) => `${seat}: entfernt. Du hast ${seats(count)}.`,
  refused: {
    taken: (seat) => `${seat}: den hat schon jemand anderes. Wähle einen anderen.`,
    kept: (seat) =>
      `${seat} ist für Menschen freigehalten, die barrierefreie Plätze brauchen. Wenn du einen brauchst, gib das zuerst auf dieser Seite an.`,
    busy: () => "Deine Anfrage für diese Plätze ist noch nicht beantwortet. Bis dahin bleiben sie, wie sie sind.",
    section: () =>
      "Eine Reservierung gilt für einen Bereich. Entferne zuerst deine Plätze im anderen.",
    limit: (_seat, limit) =>
      `Höchstens ${seats(limit)} sind möglich. Entferne einen, um einen anderen zu nehmen.`,
  },
  lost: (names, left) =>
    `${names.join("; ")}: gerade an jemand anderen gegangen und nicht mehr auf deiner Liste. ${others(left)}`,
  gone: (names, left) =>
    `${names.join("; ")}: nicht mehr im Plan und nicht mehr auf deiner Liste. ${others(left)}`,
};
