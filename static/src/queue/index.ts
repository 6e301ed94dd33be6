// The waiting room, a chunk of its own: the event page loads it by import("../queue") when an event
// has one. What the page hands in, and what it expects, is said here.

import type { ReadonlySignal, Signal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";

import type { SaleEvent } from "../lib/types";
import type { GateProperties, Verified } from "../verified";

/** That it is somebody's turn, and until when. */
export interface Admission {
  /** Goes with reservations, in the field Onsale-Admission. */
  readonly token: string;
  /** Whose reservations. */
  readonly customer: string;
}

export interface WaitingRoomProperties {
  readonly event: SaleEvent;
  /** The room sets it; the page clears it when the server says that it is over. */
  readonly admission: Signal<Admission | null>;
  /** Goes with joining, in the field Onsale-Credential; null where the event asks for none. */
  readonly credential: ReadonlySignal<string | null>;
  /** Whom it names; null while there is none that is good. */
  readonly verified: ReadonlySignal<Verified | null>;
  /** Stands around what only verified customers may do; no more than its children at other events. */
  readonly VerifiedGate: ComponentType<GateProperties>;
  /** What is there for those whose turn it is, and once there is nothing to wait for. */
  readonly children: ComponentChildren;
}

export { WaitingRoom } from "./waiting_room";
