// The report of a rehearsal, as `onsale rehearse --json` writes it. Members end with their unit.

/** A value that may be unknown, as there was nothing to measure. */
export type Known = number | null;

export interface Report {
  readonly program: { readonly name: string; readonly version: string };
  readonly started_at: string;
  readonly target: string;
  readonly event: {
    readonly id: string;
    readonly name: string;
    readonly opens_at?: string | null;
    readonly capacity: number;
  };
  readonly scenario: Tree;
  readonly machine?: Tree;
  readonly duration_seconds: number;
  readonly people: People;
  /** One for each kind of request, in the order of the flow. */
  readonly requests: readonly Requests[];
  /** What people feel: from when they want places until they know. */
  readonly decision?: Latencies & { readonly count: number };
  readonly series: Series;
  readonly generator: Generator;
  /** What is to be known of the figures, in sentences. */
  readonly notes?: readonly string[];
  readonly verdict: Verdict;
}

export interface Tree {
  readonly [name: string]: Leaf | Tree | readonly Leaf[];
}
export type Leaf = string | number | boolean | null;

export interface People {
  readonly planned: number;
  readonly connected: number;
  readonly reserved: number;
  readonly confirmed: number;
  readonly cancelled: number;
  readonly left_to_expire: number;
  readonly sold_out: number;
  readonly gave_up: number;
  readonly failed: number;
  /** Some of the people above are programs. */
  readonly bots: number;
}

export interface Latencies {
  readonly latency_ms: Readonly<Record<"min" | "mean" | "p50" | "p90" | "p99" | "p999" | "max", Known>>;
  /** Pairs of a percentile from 0 to 100 and a latency in ms, ascending. */
  readonly percentiles: readonly (readonly [number, number])[];
}

export interface Requests extends Latencies {
  readonly name: string;
  readonly sent: number;
  readonly answered: number;
  /** By status. */
  readonly answers: Readonly<Record<string, number>>;
  /** By what went wrong instead of an answer. */
  readonly failures: Readonly<Record<string, number>>;
}

/**
 * Arrays of one length; element i is of the interval that begins at `from_ms + i * interval_ms`, counted
 * from the moment of opening, or from the start when the sale was open already.
 */
export interface Series {
  readonly interval_ms: number;
  readonly from_ms: number;
  /** Requests that were due in the interval. */
  readonly arrivals: readonly number[];
  readonly answers: readonly number[];
  readonly failures: readonly number[];
  readonly p50_ms: readonly Known[];
  readonly p99_ms: readonly Known[];
  readonly max_ms: readonly Known[];
  /** Open at the interval's end. */
  readonly connections: readonly Known[];
  /** Places at the interval's end, by the change log. */
  readonly available: readonly Known[];
  readonly held: readonly Known[];
  readonly confirmed: readonly Known[];
}

/** How late requests left, compared with their timetable. */
export interface Generator {
  readonly lag_ms_p99: Known;
  readonly lag_ms_max: Known;
  readonly cpu_seconds: Known;
}

export interface Verdict {
  readonly passed: boolean;
  readonly oversold: number;
  readonly undersold: number;
  readonly lost: number;
  readonly unexplained: number;
  readonly checks: readonly { readonly name: string; readonly passed: boolean; readonly detail: string }[];
}
