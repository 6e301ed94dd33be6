// Tabs of one reservation tell each other what the server answered, so that none shows a hold that
// another has confirmed, extended or cancelled.

import type { Reservation } from "../lib/types";

export interface Tabs {
  /** Tells the other tabs. */
  tell(reservation: Reservation): void;
}

/** `heard` is called with what another tab was answered; it can be older than what is known here. */
export function joinTabs(id: string, heard: (reservation: Reservation) => void): Tabs {
  if (typeof BroadcastChannel === "undefined") return { tell: () => {} };
  const channel = new BroadcastChannel(`onsale.reservation.${id}`);
  channel.onmessage = ({ data }: MessageEvent<Reservation>) => heard(data);
  return { tell: (reservation) => channel.postMessage(reservation) };
}
