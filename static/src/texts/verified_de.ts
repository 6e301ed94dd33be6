// What events for verified customers say, in German.

import type { VerifiedTexts } from "./verified_en";

export const de: VerifiedTexts = {
  title: "Nur für Verifizierte",
  as: (customer) => `Du kaufst als ${customer}, vom Veranstalter verifiziert.`,
  hint: "Du kaufst unter diesem Namen; der Veranstalter hat dich verifiziert.",
  none: "Diese Veranstaltung ist für Menschen, die der Veranstalter verifiziert hat. Zum Kaufen öffne den persönlichen Link, den er dir geschickt hat.",
  over: "Dein persönlicher Link ist abgelaufen. Öffne den neuesten, den der Veranstalter dir geschickt hat, oder bitte um einen neuen.",
  other: (customer, named) =>
    `Der zuletzt geöffnete Link gilt für ${named}, dein Platz hier aber für ${customer}. Öffne wieder den Link für ${customer}.`,
};
