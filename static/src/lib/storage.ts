// The device's storage. It can be full, forbidden or filled by others: what cannot be written there
// is kept as long as the page is open.

/** For all tabs and times, or for one tab as long as it is open. */
export type Area = "localStorage" | "sessionStorage";

const unwritten = new Map<string, string>();

export function readStored<T>(name: string, area: Area = "localStorage"): T | null {
  try {
    return JSON.parse(unwritten.get(name) ?? globalThis[area].getItem(name) ?? "null") as T | null;
  } catch {
    return null;
  }
}

export function writeStored(name: string, value: unknown, area: Area = "localStorage"): void {
  const text = JSON.stringify(value);
  unwritten.set(name, text);
  try {
    globalThis[area].setItem(name, text);
    unwritten.delete(name);
  } catch {
    // see above
  }
}

export function removeStored(name: string): void {
  unwritten.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // see above
  }
}
