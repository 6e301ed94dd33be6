// The report of a rehearsal as one page.

import { Crowd } from "./crowd";
import { Facts, Generator } from "./facts";
import { PercentilePlot } from "./percentile_plot";
import { Requests } from "./requests";
import { ConnectionsPlot, LatencyPlot, PlacesPlot, RequestsPlot } from "./time_plots";
import type { Report } from "./types";
import { Checks, Poster } from "./verdict";

export function App({ report }: { readonly report: Report }) {
  return (
    <>
      <header>
        <div class="masthead">
          <span class="brand">Onsale</span>
          <time dateTime={report.started_at}>{report.started_at.slice(0, 16).replace("T", " ")} UTC</time>
        </div>
        <Poster report={report} />
      </header>
      <main>
        <Crowd report={report} />
        <Checks report={report} />
        <section>
          <h2>The opening</h2>
          <p class="hint">Drag over a plot to look closer, click twice to go back.</p>
          <PlacesPlot report={report} />
          <RequestsPlot report={report} />
          <LatencyPlot report={report} />
          <ConnectionsPlot report={report} />
        </section>
        <Requests report={report} />
        <section>
          <PercentilePlot report={report} />
        </section>
        <Generator report={report} />
        <Facts report={report} />
      </main>
    </>
  );
}
