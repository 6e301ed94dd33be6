// Names of seats: `stalls-A-12` is one for the server, and its row and seat are for people.

import type { Plan, Row, Section } from "./document";

export const rowOf = (plan: Plan, seat: number): Row => plan.rows[plan.rowOf[seat]!]!;

export const sectionOf = (plan: Plan, seat: number): Section =>
  plan.sections[rowOf(plan, seat).section]!;

export function nameOf(plan: Plan, seat: number): string {
  const { names, first } = rowOf(plan, seat);
  return names ? names[seat - first]! : String(seat - first + 1);
}

export const idOf = (plan: Plan, seat: number): string =>
  `${sectionOf(plan, seat).id}-${rowOf(plan, seat).name}-${nameOf(plan, seat)}`;

/** Finds seats by their names. */
export class SeatNames {
  private readonly sections = new Map<string, Map<string, Row>>();

  constructor(plan: Plan) {
    for (const { id, firstRow, endRow } of plan.sections) {
      const rows = plan.rows.slice(firstRow, endRow);
      this.sections.set(id, new Map(rows.map((row) => [row.name, row])));
    }
  }

  /** The index of a section's seat `A-12`; undefined for one that is not there. */
  find(section: string, name: string): number | undefined {
    const dash = name.lastIndexOf("-"); // no name has one itself
    const row = this.sections.get(section)?.get(name.slice(0, dash));
    if (!row) return undefined;
    const seat = name.slice(dash + 1);
    const index = row.names ? row.names.indexOf(seat) : /^[1-9]\d*$/.test(seat) ? +seat - 1 : -1;
    return index >= 0 && row.first + index < row.end ? row.first + index : undefined;
  }

  /** The index of `stalls-A-12`. Ids of sections may have dashes. */
  findId(id: string): number | undefined {
    const [section, name] = id.split(/-(?=[^-]*-[^-]*$)/);
    return name === undefined ? undefined : this.find(section!, name);
  }
}
