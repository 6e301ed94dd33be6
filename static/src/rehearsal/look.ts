// How the page looks: light or dark, on the screen or on paper. Plots are pictures, and have to be told.

type Listener = (isPaper: boolean) => void;

const listeners = new Set<Listener>();
const tellAll = (isPaper: boolean) => listeners.forEach((listener) => listener(isPaper));

/** Calls `listener` when colours change, or paper is printed on; returns how to end that. */
export function watchLook(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** To be called once. Paper is light: report.css has its colours for `data-paper`. */
export function followLook(): void {
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => tellAll(false));
  const setPaper = (isPaper: boolean) => {
    document.documentElement.toggleAttribute("data-paper", isPaper);
    tellAll(isPaper);
  };
  addEventListener("beforeprint", () => setPaper(true));
  addEventListener("afterprint", () => setPaper(false));
}
