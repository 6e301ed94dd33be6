// What became of the people.

import type { People, Report } from "./types";
import { formatCount, people as say } from "./words";

const FATES = [
  ["reserved", "reserved", "--area-sold"],
  ["sold_out", "found nothing left", "--area-free"],
  ["gave_up", "gave up", "--area-held"],
  ["failed", "failed", "--bad"],
] as const satisfies readonly (readonly [keyof People, string, string])[];

/** What those did who had reserved. */
const ENDS = [
  ["confirmed", "confirmed"],
  ["cancelled", "cancelled"],
  ["left_to_expire", "left to expire"],
] as const satisfies readonly (readonly [keyof People, string])[];

export function Crowd({ report: { people } }: { readonly report: Report }) {
  const total = FATES.reduce((sum, [member]) => sum + people[member], 0);
  const share = (count: number) => (total === 0 ? 0 : (count / total) * 100);
  return (
    <section>
      <h2>The crowd</h2>
      <p>
        {say(people.planned)}, {formatCount(people.bots)} of them bots; {formatCount(people.connected)} came through to the server.
        {total > people.planned && " A bot counts as often as it has reserved."}
      </p>
      <div class="bar" aria-hidden="true">
        {FATES.filter(([member]) => people[member] > 0).map(([member, , colour]) => (
          <span key={member} style={{ "--share": `${share(people[member])}%`, "--line-colour": `var(${colour})` }} />
        ))}
      </div>
      <dl class="fates figures">
        {FATES.map(([member, label, colour]) => (
          <div key={member}>
            <dt><span class="swatch" data-fill style={{ "--line-colour": `var(${colour})` }} />{label}</dt>
            <dd>{formatCount(people[member])}</dd>
            {member === "reserved" && (
              <dd class="of-these">{ENDS.map(([end, name]) => `${formatCount(people[end])} ${name}`).join(", ")}</dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}
