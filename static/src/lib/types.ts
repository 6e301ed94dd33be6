// What the API answers, as far as the pages read it. Its description: /openapi.json.

export type SaleState = "scheduled" | "open" | "paused" | "closed";

/** Counters of an event or of one of its sections: capacity is available + held + confirmed. */
export interface Counters {
  readonly capacity: number;
  readonly available: number;
  readonly held: number;
  readonly confirmed: number;
  /** That part of what is available which is kept for who asks for accessible seats. */
  readonly kept: number;
}

export interface Section extends Counters {
  readonly id: string;
  readonly name: string;
  readonly kind: "general" | "seated";
  /** Empty or absent where there is none, like `price`. */
  readonly category?: string | null;
  readonly price?: string | null;
}

/** `GET /api/v1/events/{event}`. Times are RFC 3339. */
export interface SaleEvent extends Counters {
  readonly id: string;
  readonly name: string;
  readonly venue: string;
  readonly description: string;
  readonly starts_at: string | null;
  readonly opens_at: string;
  readonly closes_at: string | null;
  readonly state: SaleState;
  readonly sections: readonly Section[];
  readonly limit_per_customer: number | null;
  readonly hold_seconds: number;
  readonly waitlist: { readonly offer_seconds: number; readonly waiting: number } | null;
  /** The waiting room; null or absent: there is none. */
  readonly queue?: object | null;
  /** Whether it is only for customers whom the organiser has verified. */
  readonly verified_customers?: boolean;
  readonly sequence: number;
  readonly accent?: string;
  /** A path in the static folder. */
  readonly image?: string;
}

/** `GET /api/v1/events`. */
export interface EventList {
  readonly items: readonly SaleEvent[];
  readonly next: string | null;
}

/** `GET /api/v1/reservations/{id}`, and what reserving answers. */
export interface Reservation {
  readonly id: string;
  readonly event: string;
  readonly customer: string;
  readonly status: "held" | "confirmed" | "cancelled" | "expired" | "waiting";
  readonly quantity: number;
  readonly section: string | null;
  readonly seats: readonly string[];
  readonly accessible: boolean;
  readonly created_at: string;
  readonly expires_at: string | null;
  readonly sequence: number;
  /** Of what began on the waitlist. */
  readonly waitlist: { readonly place: number | null; readonly skipped: string | null } | null;
}
