// What is known of the seats. The server's word comes in; what may be chosen goes out. Nothing here
// knows of a screen.

import { decodePlan, decodeStates, FREE, KEPT, stateOf, type Plan, type SeatsDocument } from "./document";
import { rowOf, SeatNames } from "./names";

/** Seats that changed, as the stream tells them: names like `A-12`, by letter, by section. */
export type SeatChanges = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export class Seats {
  readonly plan: Plan;
  readonly names: SeatNames;
  readonly states: Uint8Array;
  sequence: number; // up to which the states are known

  constructor(document: SeatsDocument) {
    this.plan = decodePlan(document);
    this.names = new SeatNames(this.plan);
    this.states = decodeStates(document, this.plan);
    this.sequence = document.sequence;
  }

  /** Gives the seats that are different now. What is not later than what is known tells nothing. */
  apply(sequence: number, changes: SeatChanges): number[] {
    const changed: number[] = [];
    if (sequence <= this.sequence) return changed;
    this.sequence = sequence;
    for (const [section, byLetter] of Object.entries(changes)) {
      for (const [letter, names] of Object.entries(byLetter)) {
        const state = stateOf(letter);
        for (const name of names) {
          const seat = this.names.find(section, name);
          if (seat === undefined || this.states[seat] === state) continue;
          this.states[seat] = state;
          changed.push(seat);
        }
      }
    }
    return changed;
  }

  isFree(seat: number): boolean {
    return this.states[seat] === FREE || this.states[seat] === KEPT;
  }

  /** Whether somebody may have it who asks for accessible seats, or does not. */
  isOpen(seat: number, accessible: boolean): boolean {
    return this.states[seat] === FREE || (accessible && this.states[seat] === KEPT);
  }

  /** How many of the seats from `first` on are open to somebody. */
  openIn(first: number, end: number, accessible: boolean): number {
    let open = 0;
    for (let i = first; i < end; ++i) if (this.isOpen(i, accessible)) ++open;
    return open;
  }
}

/** Why a seat cannot be chosen. One reservation is of one section. */
export type Refusal = "taken" | "kept" | "section" | "limit";

/** Undefined: the seat can be chosen too. */
export function refusalOf(
  seats: Seats,
  chosen: readonly number[],
  seat: number,
  limit: number,
  accessible: boolean,
): Refusal | undefined {
  if (!seats.isFree(seat)) return "taken";
  if (!seats.isOpen(seat, accessible)) return "kept";
  const { plan } = seats;
  const isElsewhere = (one: number) => rowOf(plan, one).section !== rowOf(plan, seat).section;
  if (chosen.some(isElsewhere)) return "section";
  return chosen.length >= limit ? "limit" : undefined;
}
