// What the waiting room says, in German.

import type { QueueTexts } from "./queue_en";

const minutesLeft = (minutes: number) => {
  if (minutes <= 1) return "etwa einer Minute";
  if (minutes < 60) return `etwa ${minutes} Minuten`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `etwa ${hours === 1 ? "einer Stunde" : `${hours} Stunden`}${rest ? ` und ${rest} Minuten` : ""}`;
};

export const de: QueueTexts = {
  title: "Warteraum",
  loading: "Einen Moment …",
  opens: (moment) => `Der Warteraum öffnet am ${moment}.`,
  fair: (moment) =>
    `Um ${moment} werden die Plätze unter allen ausgelost, die hier sind. Erster oder schnell zu sein bringt nichts, und Neuladen schadet nicht.`,
  late: "Die Plätze sind ausgelost. Wer jetzt kommt, steht hinter denen, die da waren.",
  email: "E-Mail-Adresse",
  emailHint: "Deine Tickets gelten für diese Adresse; sie lässt sich später nicht ändern.",
  join: "In den Warteraum",
  joining: "Du bekommst einen Platz …",
  in: "Du bist dabei",
  nothingToDo: "Du musst nichts tun. Dein Platz ist auf diesem Gerät gespeichert: Du kannst die Seite schließen und wiederkommen.",
  entrants: (count, isOne) => (isOne ? "Noch bist du allein hier." : `${count} Menschen sind hier.`),
  awaitsBeacon: (source) =>
    `In die Auslosung kommt niemand mehr. Sie wartet auf eine öffentliche Zufallszahl: ${source}.`,
  drawing: "Die Plätze werden ausgelost …",
  ahead: (isOne) => (isOne ? "Mensch ist vor dir" : "Menschen sind vor dir"),
  next: "Du bist als Nächstes dran.",
  estimate: (minutes) => `Du bist in ${minutesLeft(minutes)} dran.`,
  noEstimate: "Wie lange es dauert, ist noch nicht bekannt.",
  paused: "Gerade wird niemand eingelassen. Du behältst deinen Platz.",
  full: "Gerade ist alles reserviert. Du behältst deinen Platz, falls etwas zurückkommt.",
  claim: (minutes) =>
    `Wenn du dran bist, sagt es diese Seite, auch in ihrem Titel. Sie wartet ${minutes === 1 ? "eine Minute" : `${minutes} Minuten`} auf dich; lass sie also offen.`,
  message: "Vom Veranstalter",
  how: "Wie die Plätze ausgelost wurden, und wie du es nachprüfst",
  promise: "Wie die Plätze ausgelost werden, und wie du es nachprüfst",
  leave: "Meinen Platz aufgeben",
  called: "Du bist dran. Einen Moment …",
  turn: "Du bist dran",
  turnTitle: "Du bist dran!",
  turnLeft: "Zeit zum Auswählen:",
  turnDetail: (customer) => `Wähle jetzt deine Tickets. Sie gelten für ${customer}.`,
  done: "Ich möchte keine",
  lapsed: "Du warst dran",
  lapsedDetail: "Deine Zeit ist abgelaufen, und nun ist jemand anderes dran. Du kannst dich hinten wieder anstellen.",
  trouble: (sentence) => `${sentence} Dein Platz ist sicher. Neuer Versuch …`,
};
