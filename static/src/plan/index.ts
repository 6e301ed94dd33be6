// The seat plan, a chunk of its own: the event page loads it by import("../plan") when an event has
// seats. What the page hands in, and what it expects, is said here.

import type { Signal } from "@preact/signals";

import type { SaleEvent } from "../lib/types";

/** A message of the event's stream, as far as seats go; `sequence` is the stream's id of it. */
export type SeatUpdate =
  /** Seats that changed, by section and letter: {"stalls":{"h":["A-12"]}}. */
  | {
      readonly kind: "seats";
      readonly sequence: number;
      readonly changes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
    }
  /** Read `seatsUrl` again unless what was read has this sequence or a later one. */
  | { readonly kind: "reload"; readonly sequence: number };

export interface SeatFeed {
  /**
   * Calls the listener at once, in order, for every update since the page began to watch, and then
   * as they come, until the function that it gives is called. What was read from `seatsUrl` has a
   * sequence of its own: skip updates that are not later, and keep those that come before it is there.
   */
  subscribe(listener: (update: SeatUpdate) => void): () => void;
}

export interface SeatPlanProperties {
  readonly event: SaleEvent;
  /** `/api/v1/events/{event}/seats` */
  readonly seatsUrl: string;
  readonly feed: SeatFeed;
  /**
   * The ids of the chosen seats, all of one section; empty: best available. The page sends them.
   * The plan takes out what is taken, and says so.
   */
  readonly selection: Signal<readonly string[]>;
  /** The chosen standing section, whose number of tickets the page asks for; null: none. */
  readonly standing: string | null;
  /** At most so many. */
  readonly limit: number;
  /** Whether the person asked for accessible seats: kept ones can then be chosen, and stand out. */
  readonly accessible: boolean;
  /** Called after the plan changed `selection`. */
  readonly onChange: () => void;
  /** Somebody chose a standing section, or null: gave it back. No seats are chosen then. */
  readonly onStanding: (section: string | null) => void;
  /** A request for the selection is not answered: that its seats are taken may be its own doing. */
  readonly busy: boolean;
}

export { SeatPlan } from "./seat_plan";
