// The state of a sale at this moment: what the server said last, moved on by its clock. And what
// is left in it for one person.

/** `scheduled | open | paused | closed`, turning at `opens_at` and `closes_at` without asking. */
export function stateAt(event, now) {
  if (now === null) return event.state;
  if (event.closes_at !== null && now >= Date.parse(event.closes_at)) return "closed";
  if (event.state === "scheduled" && now >= Date.parse(event.opens_at)) return "open";
  return event.state;
}

/**
 * How many places of an event or a section are left for somebody: the kept ones are only for
 * those who need accessible seats.
 */
export const leftFor = ({ available, kept }, accessible) => available - (accessible ? 0 : kept);

/** Milliseconds until the next change that `stateAt` makes; Infinity when there is none. */
export function msToNextChange(event, now) {
  if (now === null) return Infinity;
  const times = [event.state === "scheduled" ? event.opens_at : null, event.closes_at]
    .filter((time) => time !== null)
    .map((time) => Date.parse(time) - now);
  return Math.min(Infinity, ...times.filter((ms) => ms > 0));
}
