import { durationParts } from "../lib/format";
import { formatNumber, t } from "../lib/i18n";

const NOTHING = "\u00a0"; // as high as text
const UNITS = ["days", "hours", "minutes", "seconds"] as const;

/**
 * A time that runs down, in figures that do not jump about. `left`: milliseconds; null is not known
 * yet, and takes the same room. Assistive technology is not told each second: see its label.
 */
export function Digits({ left, label }: { readonly left: number | null; readonly label: string }) {
  const names = t().common.units;
  const parts = durationParts(left ?? 0);
  const first = UNITS.findIndex((unit) => parts[unit] > 0 || unit === "minutes");
  // Of other elements before the figures are known: those would be seen to move.
  const state = left === null ? "unknown" : "known";
  return (
    <div class="digits figures" role="timer" aria-label={label}>
      {UNITS.map((unit, i) => i >= first && (
        <span class="unit" key={state + unit}>
          <b>{left === null ? NOTHING : figure(parts[unit], i > first || i >= 2)}</b>
          <small>{left === null ? NOTHING : names[unit][parts[unit] === 1 ? "one" : "other"]}</small>
        </span>
      ))}
    </div>
  );
}

const figure = (value: number, padded: boolean) => (padded ? String(value).padStart(2, "0") : formatNumber(value));
