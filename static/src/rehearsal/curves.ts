// Whose latencies a report has: each kind of request, and what people feel.

import type { Latencies, Report } from "./types";

export interface Curve extends Latencies {
  readonly name: string;
  readonly count: number;
  /** It is the one that a sale is about. */
  readonly isMain: boolean;
}

/** What was answered at all, in the order of the flow; decisions come last. */
export function curvesOf({ requests, decision }: Report): Curve[] {
  const hasDecisions = decision !== undefined && decision.count > 0;
  const kinds = requests.map((kind) => (
    { ...kind, count: kind.answered, isMain: !hasDecisions && kind.name === "reserve" }));
  const all = hasDecisions ? [...kinds, { ...decision, name: "decision", isMain: true }] : kinds;
  return all.filter(({ count }) => count > 0);
}

/** Null when nobody asked for places. */
export const mainCurve = (report: Report): Curve | null => curvesOf(report).find(({ isMain }) => isMain) ?? null;
