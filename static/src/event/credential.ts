// The credential with which an organiser says who somebody is. Events for verified customers ask
// for it; it comes in the organiser's link, as `#credential=`. What is read in it: ../verified.

import { computed, signal } from "@preact/signals";

import { readStored, writeStored } from "../lib/storage";
import type { Verified } from "../verified";
import { event, eventId } from "./sale";

const NAME = `onsale.credential.${eventId}`;

const held = signal<string | null>(null);

/** Whether the event asks for a credential. */
export const isAsked = (): boolean => Boolean(event.value?.verified_customers);

/** As it was given, for this event and in this tab; null where the event asks for none. */
export const credential = computed(() => (isAsked() ? held.value : null));
/** Whom it names; null while there is none that is good. */
export const verified = signal<Verified | null>(null);

/** Takes it out of the address, where others could see it, or copy it with the page's link. */
export function takeCredential(): void {
  const found = /^#credential=([\w.-]+)/.exec(location.hash);
  if (found) {
    history.replaceState(null, "", location.pathname + location.search);
    writeStored(NAME, found[1], "sessionStorage");
  }
  held.value = readStored(NAME, "sessionStorage");
}

takeCredential();
window.addEventListener("hashchange", takeCredential);

/** Whether this customer may have what they ask for, as far as this page can see. */
export const isVerified = (customer: string): boolean =>
  !isAsked() || verified.value?.customer.toLowerCase() === customer.toLowerCase();
