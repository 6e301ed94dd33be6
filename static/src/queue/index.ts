// The waiting room, a chunk of its own: the event page loads it by import("../queue") when an event
// has one. What the page hands in, and what it expects, is said here.

import type { Signal } from "@preact/signals";
import type { ComponentChildren } from "preact";

import type { SaleEvent } from "../lib/types";

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
  /** What is there for those whose turn it is, and once there is nothing to wait for. */
  readonly children: ComponentChildren;
}

export { WaitingRoom } from "./waiting_room";
