// The events of the list, as signals. They are asked for again and again: a list has no stream.

import { signal } from "@preact/signals";

import { get } from "../lib/api";
import { poll, type Poll } from "../lib/poll";
import type { EventList, SaleEvent } from "../lib/types";

const POLL_MS = 5000;

/** As the page was filled with it, or null until it was fetched. */
export const list = signal<EventList | null>(filledIn());
/** Why the list may be out of date; null while all is well. */
export const failure = signal<unknown>(null);

// The server fills the page in; another server leaves the marker, which is no JSON.
function filledIn(): EventList | null {
  try {
    return JSON.parse(document.getElementById("events")!.textContent!) as EventList;
  } catch {
    return null;
  }
}

let pages = 1;
let asking: Poll | null = null;

async function load(): Promise<void> {
  try {
    list.value = await loadPages(pages);
    failure.value = null;
  } catch (error) {
    failure.value = error;
    throw error;
  }
}

async function loadPages(count: number): Promise<EventList> {
  const items: SaleEvent[] = [];
  let next: string | null = null;
  for (let page = 0; page < count; ++page) {
    const after: string = next === null ? "" : `?after=${encodeURIComponent(next)}`;
    const answer: EventList = await get<EventList>(`/api/v1/events${after}`);
    items.push(...answer.items);
    next = answer.next;
    if (next === null) break;
  }
  return { items, next };
}

export function startList(): void {
  asking = poll(load, () => POLL_MS);
}

export function showMore(): void {
  ++pages;
  asking?.ask();
}
