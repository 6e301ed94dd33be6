// What the figures were made with: the generator, the scenario, the machine.

import type { Report, Tree } from "./types";
import { flatten, formatSeconds, sayGenerator } from "./words";

interface Properties {
  readonly report: Report;
}

export function Generator({ report }: Properties) {
  const { wasLate, sentence } = sayGenerator(report);
  const { generator: { cpu_seconds }, duration_seconds } = report;
  return (
    <section>
      <h2>The generator</h2>
      <p class={wasLate ? "notice" : undefined}>{sentence}</p>
      {cpu_seconds !== null && (
        <p>
          It took {formatSeconds(cpu_seconds)} of a processor in {formatSeconds(duration_seconds)}.
          Latencies count from when a request was due, not from when it left.
        </p>
      )}
    </section>
  );
}

export function Facts({ report }: Properties) {
  const { program, started_at, target, event } = report;
  return (
    <section class="facts-of-run">
      <h2>How it was run</h2>
      <Values of={[
        ["started at", started_at], ["server", target], ["event", event.id],
        ["opened at", event.opens_at ?? "before the start"], ["duration", formatSeconds(report.duration_seconds)],
        ["generator", `${program.name} ${program.version}`],
      ]} />
      <Leaves title="Scenario" tree={report.scenario} />
      {report.machine && <Leaves title="Machine" tree={report.machine} />}
    </section>
  );
}

const Leaves = ({ title, tree }: { readonly title: string; readonly tree: Tree }) => (
  <>
    <h3>{title}</h3>
    <Values of={flatten(tree)} />
  </>
);

const Values = ({ of }: { readonly of: readonly (readonly [string, string])[] }) => (
  <dl class="facts figures">
    {of.map(([label, value]) => <div key={label}><dt>{label}</dt><dd>{value}</dd></div>)}
  </dl>
);
