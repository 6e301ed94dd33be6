// What went wrong, in a sentence for the person in front of it.

import { signal } from "@preact/signals";

import { Problem, Unreachable } from "./api";
import { formatDuration } from "./format";
import { fill, t } from "./i18n";

const refusals = signal<typeof import("./refusals") | null>(null);

/**
 * Loads what is said of the server's refusals, for pages that ask something of it. Until it is there,
 * and where it does not come, they are told in the server's own words.
 */
export const loadRefusals = (): Promise<void> =>
  import("./refusals").then((loaded) => void (refusals.value = loaded), () => {});

/** One sentence on what went wrong. `asked`: the content of the request that it was the answer to. */
export function sentenceFor(error: unknown, asked?: string): string {
  const texts = t().problems;
  if (error instanceof Unreachable) return navigator.onLine ? texts.unreachable : texts.offline;
  if (!(error instanceof Problem)) return texts.fault;
  return refusals.value?.sentenceOf(error, asked) ?? byStatus(error.status) ?? error.body.detail ?? texts.refused;
}

/** The same, for a request that is about to be repeated. */
export function sentenceForWait(error: unknown, ms: number): string {
  return `${sentenceFor(error)} ${fill(t().problems.again, { time: formatDuration(ms) })}`;
}

const byStatus = (status: number): string | undefined =>
  (t().problems.statuses as Record<string, string>)[status];
