// Brings the list to life in a browser: the server and its clock, and other tabs that change it.

import { serverNow, startClock } from "../lib/clock";
import { poll } from "../lib/poll";
import { MyList } from "./my_list";
import { STORAGE_NAME } from "./my_reservations";

const TICK_MS = 200;
const POLL_MS = 30_000;

export function startMyList(): MyList {
  const list = new MyList();
  list.recall();
  window.addEventListener("storage", ({ key }) => {
    if (key === STORAGE_NAME || key === null) list.recall();
  });
  const clockStarted = startClock();
  setInterval(() => (list.now.value = serverNow()), TICK_MS);
  poll(async () => {
    await clockStarted;
    await list.refresh();
  }, () => POLL_MS);
  return list;
}
