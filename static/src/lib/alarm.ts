// A timer that is in time although nobody looks. Browsers delay the timers of a page that is not
// seen, to full seconds and after a while to full minutes, but not those of its worker. The page's
// own is there as well, should the worker not come.

import workerUrl from "./alarm_worker?worker&url";

let worker: Worker | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
let latest = 0; // the alarm that may ring

/** Calls `ring` once, `ms` from now. A page has one alarm: this one takes the place of any before. */
export function setAlarm(ms: number, ring: () => void): void {
  clearAlarm();
  const id = latest;
  const ringOnce = () => {
    if (id !== latest) return;
    clearAlarm();
    ring();
  };
  timer = setTimeout(ringOnce, ms);
  worker ??= new Worker(workerUrl);
  worker.onmessage = ({ data }) => data === id && ringOnce();
  worker.postMessage([id, ms]);
}

export function clearAlarm(): void {
  ++latest;
  clearTimeout(timer);
}
