// What the event's stream tells, put into what is known of the event.

import type { Counters, SaleEvent, SaleState } from "../lib/types";

export interface Availability extends Counters {
  readonly sequence: number;
  readonly waiting: number;
  readonly sections: readonly (Counters & { readonly id: string })[];
}

export interface StateChange {
  readonly sequence: number;
  readonly state: SaleState;
  readonly opens_at: string;
  readonly closes_at: string | null;
}

/** Never back to what is older: a poll's answer can come after a message that is newer. */
export const newer = (known: SaleEvent | null, found: SaleEvent): SaleEvent =>
  known !== null && known.sequence > found.sequence ? known : found;

/** Numbers are absolute, so whatever was missed is made up for. */
export function withAvailability(event: SaleEvent, found: Availability): SaleEvent {
  if (found.sequence < event.sequence) return event;
  const { waiting, sections, ...counters } = found;
  const byId = new Map(sections.map((section) => [section.id, section]));
  return {
    ...event,
    ...counters,
    sections: event.sections.map((section) => ({ ...section, ...byId.get(section.id) })),
    waitlist: event.waitlist && { ...event.waitlist, waiting },
  };
}

export function withState(event: SaleEvent, { sequence, ...change }: StateChange): SaleEvent {
  return sequence < event.sequence ? event : { ...event, ...change, sequence };
}
