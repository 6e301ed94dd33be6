// What events for verified customers say, in English. Other languages have the same.

export const en = {
  title: "For verified customers",
  as: (customer: string) => `You buy as ${customer}, whom the organiser has verified.`,
  hint: "You buy as this customer, whom the organiser has verified.",
  none: "This event is for people whom the organiser has verified. To buy, open the personal link that the organiser sent you.",
  over: "Your personal link has expired. Open the newest one that the organiser sent you, or ask for another.",
  other: (customer: string, named: string) =>
    `The link that you opened last is for ${named}, but your place here is for ${customer}. Open the link for ${customer} again.`,
};

export type VerifiedTexts = typeof en;
