// The state of the plan on the page, as signals: the seats, the chosen ones, and the seat under the
// cursor that the picture and the list share.

import { batch, computed, signal, type Signal } from "@preact/signals";

import type { Section } from "../lib/types";
import type { SeatsDocument } from "./document";
import { idOf } from "./names";
import { refusalOf, Seats, type Refusal } from "./seats";
import type { SeatUpdate } from ".";

/** What has to be said about the choice. */
export type Notice =
  | { readonly kind: "added" | "removed" | Exclude<Refusal, "section">; readonly seat: number }
  | { readonly kind: "busy"; readonly seat?: number }
  | { readonly kind: "section"; readonly seat?: number }
  | { readonly kind: "standing"; readonly name: string }
  | { readonly kind: "lost"; readonly ids: readonly string[] };

/** Seats that do not have it fade: those of a kind, or with one of these marks. */
export type Filter = { readonly kind: number } | { readonly marks: number };

export class PlanState {
  readonly seats = signal<Seats | null>(null);
  /** Counts the changes of seats' states. */
  readonly changes = signal(0);
  /** The chosen seats that are in the plan, in the order of choosing. */
  readonly chosen = computed<readonly number[]>(() => {
    const names = this.seats.value?.names;
    return names ? this.selection.value.map((id) => names.findId(id)).filter((seat) => seat !== undefined) : [];
  });
  readonly cursor = signal(0);
  readonly filter = signal<Filter | null>(null);
  readonly notice = signal<Notice | null>(null);
  /** The seats could not be read. */
  readonly failed = signal(false);

  // The page's word, see SeatPlanProperties.
  readonly accessible = signal(false);
  readonly busy = signal(false);
  readonly limit = signal(1);
  /** The sections without seats. */
  readonly places = signal<readonly Section[]>([]);
  /** The id of the one of these that is chosen. */
  readonly standing = signal<string | null>(null);

  constructor(
    readonly selection: Signal<readonly string[]>,
    private readonly onChange: () => void,
    private readonly onStanding: (section: string | null) => void = () => {},
  ) {}

  takeDocument(document: SeatsDocument): void {
    batch(() => {
      const before = this.seats.value;
      const seats = new Seats(document);
      // The cursor stays where it was; if that is gone, it goes to a chosen seat.
      const ids = before ? [idOf(before.plan, this.cursor.value), ...this.selection.value] : this.selection.value;
      this.cursor.value = ids.map((id) => seats.names.findId(id)).find((seat) => seat !== undefined) ?? 0;
      this.notice.value = null; // it names seats by their index
      this.filter.value = null;
      this.seats.value = seats;
      this.failed.value = false;
      this.noteChanges();
    });
  }

  takeUpdate(update: SeatUpdate & { kind: "seats" }): void {
    if (this.seats.value?.apply(update.sequence, update.changes).length) this.noteChanges();
  }

  /** Chooses a seat, or gives it back. */
  toggle(seat: number): void {
    const seats = this.seats.value;
    if (!seats) return;
    const chosen = this.chosen.value;
    if (this.busy.value) return void (this.notice.value = { kind: "busy", seat });
    if (chosen.includes(seat)) return this.remove(seat);
    const refusal = refusalOf(seats, chosen, seat, this.limit.value, this.accessible.value);
    batch(() => {
      if (!refusal) this.choose([...this.selection.value, idOf(seats.plan, seat)]);
      this.notice.value = { kind: refusal ?? "added", seat };
    });
  }

  /** Chooses a standing section, or gives it back. */
  toggleStanding({ id, name }: Section): void {
    if (this.busy.value) return void (this.notice.value = { kind: "busy" });
    if (this.chosen.value.length > 0) return void (this.notice.value = { kind: "section" });
    const isChosen = this.standing.value === id;
    batch(() => {
      this.onStanding(isChosen ? null : id);
      this.notice.value = isChosen ? null : { kind: "standing", name };
    });
  }

  remove(seat: number): void {
    const id = idOf(this.seats.value!.plan, seat);
    batch(() => {
      this.choose(this.selection.value.filter((one) => one !== id));
      this.notice.value = { kind: "removed", seat };
    });
  }

  /** Takes seats off the choice that can no longer be had, unless they are being reserved. */
  settle(): void {
    const seats = this.seats.value;
    if (!seats || this.busy.value) return;
    const isOpen = (id: string) => {
      const seat = seats.names.findId(id);
      return seat !== undefined && seats.isOpen(seat, this.accessible.value);
    };
    const lost = this.selection.value.filter((id) => !isOpen(id));
    if (lost.length === 0) return;
    batch(() => {
      this.choose(this.selection.value.filter(isOpen));
      this.notice.value = this.noticeOf(seats, lost);
    });
  }

  /** What is free but kept was not taken by anybody. */
  private noticeOf(seats: Seats, lost: readonly string[]): Notice {
    const isFree = (seat: number | undefined) => seat !== undefined && seats.isFree(seat);
    const taken = lost.filter((id) => !isFree(seats.names.findId(id)));
    if (taken.length > 0) return { kind: "lost", ids: taken };
    return { kind: "kept", seat: seats.names.findId(lost[0]!)! };
  }

  private noteChanges(): void {
    batch(() => {
      this.changes.value = this.changes.peek() + 1;
      this.settle();
    });
  }

  private choose(ids: readonly string[]): void {
    this.selection.value = ids;
    this.onChange();
  }
}
