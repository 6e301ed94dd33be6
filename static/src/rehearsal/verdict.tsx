// The head of the report: how it ended, as a poster, and what was checked.

import type { Report } from "./types";
import { formatCount, sayVerdict, sayWhat } from "./words";

interface Properties {
  readonly report: Report;
}

export function Poster({ report }: Properties) {
  const { verdict } = report;
  return (
    <div class="poster">
      <p class="what">{sayWhat(report)}</p>
      <h1 class="huge">{verdict.passed ? "Passed" : "Failed"}</h1>
      <p class="says">{sayVerdict(report)}</p>
      <dl class="counts figures">
        {(["oversold", "undersold", "lost", "unexplained"] as const).map((name) => (
          <div key={name} data-bad={verdict[name] > 0}>
            <dd>{formatCount(verdict[name])}</dd>
            <dt>{name}</dt>
          </div>
        ))}
      </dl>
    </div>
  );
}

const Notes = ({ report: { notes = [] } }: Properties) => (
  <ul class="notes">{notes.map((note) => <li key={note}>{note}</li>)}</ul>
);

/** What has failed comes first. */
export function Checks({ report }: Properties) {
  const checks = [...report.verdict.checks].sort((a, b) => Number(a.passed) - Number(b.passed));
  if (checks.length === 0) return null;
  return (
    <section>
      <h2>What was checked</h2>
      <ul class="checks">
        {checks.map(({ name, passed, detail }) => (
          <li key={name} data-passed={passed}>
            <b>{passed ? "passed" : "failed"}</b>
            <span>{name.replaceAll("_", " ")}</span>
            <span class="detail">{detail}</span>
          </li>
        ))}
      </ul>
      <Notes report={report} />
    </section>
  );
}
