// The device's storage. It can be full, forbidden or filled by others: what cannot be written there
// is kept as long as the page is open.

const unwritten = new Map<string, string>();

export function readStored<T>(name: string): T | null {
  try {
    return JSON.parse(unwritten.get(name) ?? localStorage.getItem(name) ?? "null") as T | null;
  } catch {
    return null;
  }
}

export function writeStored(name: string, value: unknown): void {
  const text = JSON.stringify(value);
  unwritten.set(name, text);
  try {
    localStorage.setItem(name, text);
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
