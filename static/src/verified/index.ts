// Events for verified customers, a chunk of its own: the event page loads it by import("../verified")
// when an event is for them. What the page hands in, and what it expects, is said here.

import type { ComponentChildren } from "preact";

/** Somebody whom the organiser has verified, as their credential says. */
export interface Verified {
  readonly customer: string;
  /** What is said of it where the customer stands, in the page's language. */
  readonly hint: string;
}

export interface GateProperties {
  /** Whose tickets or place; empty while there is nobody. */
  readonly customer: string;
  /** What is there for a verified customer. */
  readonly children?: ComponentChildren;
}

export { openGate } from "./gate";
