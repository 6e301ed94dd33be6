// What a person wants: chosen before or after the opening, and what is asked of the server for it.

import type { SaleEvent, Section } from "../lib/types";
import { leftFor } from "../lib/sale";

export interface Basket {
  readonly customer: string;
  readonly quantity: number;
  /** Null: wherever there is room. */
  readonly section: string | null;
  readonly accessible: boolean;
  /** Ids of seats that were chosen by hand; none: the best there are. */
  readonly seats: readonly string[];
}

export const emptyBasket: Basket = { customer: "", quantity: 1, section: null, accessible: false, seats: [] };

/** Offered where the sale has no limit of its own. */
const QUANTITY_MAX = 100;

export const quantityMax = (event: SaleEvent): number => event.limit_per_customer ?? QUANTITY_MAX;

/** The chosen section, or the only one that there is; null for any. */
export const chosenSection = (event: SaleEvent, { section }: Basket): Section | null =>
  (event.sections.length === 1 ? event.sections[0] : event.sections.find(({ id }) => id === section)) ?? null;

export const hasSeats = (event: SaleEvent): boolean => event.sections.some(({ kind }) => kind === "seated");

/** How many are left where this person wants to be. */
export const leftIn = (event: SaleEvent, basket: Basket): number =>
  leftFor(chosenSection(event, basket) ?? event, basket.accessible);

/** The content of the request. The same basket always gives the same text. */
export function requestBody({ customer, quantity, section, accessible, seats }: Basket): string {
  const who = { customer: customer.trim() };
  if (seats.length > 0) return JSON.stringify({ ...who, seats, ...(accessible && { accessible }) });
  return JSON.stringify({ ...who, quantity, ...(section && { section }), ...(accessible && { accessible }) });
}

/** The basket that such a request was made of. */
export function basketOf(body: string): Basket {
  return { ...emptyBasket, ...(JSON.parse(body) as Partial<Basket>) };
}

/** How many tickets it is about. */
export const countOf = ({ quantity, seats }: Basket): number => seats.length || quantity;
