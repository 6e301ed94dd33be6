// What was asked of the server, and how fast it answered.

import { Table } from "./tables";
import type { Latencies, Report, Requests as Kind } from "./types";
import { failuresOf, formatCount, formatMs, sayDecisions, UNKNOWN } from "./words";

const PERCENTILES = [["p50", "p50"], ["p90", "p90"], ["p99", "p99"], ["p999", "p99.9"], ["max", "slowest"]] as const;

const cellsOf = ({ latency_ms }: Latencies, count: number) =>
  PERCENTILES.map(([member]) => formatMs(count > 0 ? latency_ms[member] : null));

export function Requests({ report }: { readonly report: Report }) {
  const { requests, decision } = report;
  const asked = requests.filter(({ sent }) => sent > 0);
  return (
    <section>
      <h2>Requests</h2>
      <p>{sayDecisions(report)}</p>
      <Table label="Requests" head={["request", "sent", "answered", "failed", ...PERCENTILES.map(([, label]) => label)]}
        rows={[
          ...asked.map((kind) => [
            kind.name, formatCount(kind.sent), formatCount(kind.answered), <Failures kind={kind} />, ...cellsOf(kind, kind.answered)]),
          ...(decision ? [["decision", UNKNOWN, formatCount(decision.count), UNKNOWN, ...cellsOf(decision, decision.count)]] : []),
        ]} />
      <h3>Answers</h3>
      <dl class="answers figures">
        {asked.map((kind) => (
          <div key={kind.name}>
            <dt>{kind.name}</dt>
            <dd><Outcomes kind={kind} /></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Failures({ kind }: { readonly kind: Kind }) {
  const count = failuresOf(kind);
  return count === 0 ? "0" : <strong class="bad">{formatCount(count)}</strong>;
}

/** “180 × 201, 19,800 × 409; 3 × timeout” */
function Outcomes({ kind }: { readonly kind: Kind }) {
  const some = (counts: Readonly<Record<string, number>>) => Object.entries(counts).filter(([, count]) => count > 0);
  return (
    <>
      {some(kind.answers).map(([status, count]) => <span key={status}><b>{status}</b> {formatCount(count)}</span>)}
      {some(kind.failures).map(([why, count]) => <span key={why} class="bad"><b>{why}</b> {formatCount(count)}</span>)}
    </>
  );
}
