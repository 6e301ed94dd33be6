// Whether this device is online, as far as it knows.

import { signal } from "@preact/signals";

export const online = signal(typeof navigator === "undefined" || navigator.onLine);

export function watchConnection(): void {
  const update = () => (online.value = navigator.onLine);
  window.addEventListener("online", update);
  window.addEventListener("offline", update);
  update();
}
