// What the waiting room says, in English. Other languages have the same. Numbers come as they are
// written.

const minutesLeft = (minutes: number) => {
  if (minutes <= 1) return "about a minute";
  if (minutes < 60) return `about ${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return `about ${hours === 1 ? "an hour" : `${hours} hours`}${rest ? ` and ${rest} minutes` : ""}`;
};

export const en = {
  title: "Waiting room",
  loading: "One moment…",
  opens: (moment: string) => `The waiting room opens on ${moment}.`,
  fair: (moment: string) =>
    `At ${moment} places are drawn at random among all who are here. Being first or fast gains nothing, and reloading loses nothing.`,
  late: "Places have been drawn. Whoever joins now comes after those who were there.",
  email: "E-mail address",
  emailHint: "Your tickets will be for this address, so it cannot be changed later.",
  join: "Join the waiting room",
  joining: "Getting you a place…",
  in: "You are in",
  nothingToDo: "There is nothing you need to do. Your place is kept on this device: you can close this page and come back.",
  entrants: (count: string, isOne: boolean) => (isOne ? "You are the only one here so far." : `${count} people are here.`),
  awaitsBeacon: (source: string) =>
    `Nobody else can get into the draw any more. It waits for a public random value: ${source}.`,
  drawing: "Places are being drawn…",
  ahead: (isOne: boolean): string => (isOne ? "person in front of you" : "people in front of you"),
  next: "You are next.",
  estimate: (minutes: number) => `Your turn comes in ${minutesLeft(minutes)}.`,
  noEstimate: "How long it takes is not known yet.",
  paused: "Nobody is being let in at the moment. You keep your place.",
  full: "Everything is on hold at the moment. You keep your place, in case something comes back.",
  claim: (minutes: number) =>
    `When it is your turn, this page says so, and its title, too. The turn waits ${minutes === 1 ? "a minute" : `${minutes} minutes`} for you, so keep the page open.`,
  message: "From the organiser",
  how: "How places were drawn, and how to check it",
  promise: "How places will be drawn, and how to check it",
  leave: "Give up my place",
  called: "It is your turn. One moment…",
  turn: "It is your turn",
  turnTitle: "Your turn!",
  turnLeft: "Time to choose:",
  turnDetail: (customer: string) => `Choose your tickets now. They will be for ${customer}.`,
  done: "I do not want any",
  lapsed: "Your turn has passed",
  lapsedDetail: "It came, and its time ran out, so somebody else has it now. You can join again, behind those who wait.",
  trouble: (sentence: string) => `${sentence} Your place is safe. Trying again…`,
};

export type QueueTexts = typeof en;
