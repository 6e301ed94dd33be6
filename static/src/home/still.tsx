// The list as the server fills it in: to be read before the script runs, or without it.

import { fill, t } from "../lib/i18n";
import { Layout } from "../ui/layout";
import { marker, Marked } from "../ui/markers";
import { EmptyList, Row } from "./row";

export function Still() {
  const { home } = t();
  const left = fill(home.left.other, { count: marker("AVAILABLE") });
  const opens = <time dateTime={marker("OPENS_AT")}>{marker("OPENS_TEXT")}</time>;
  return (
    <Layout here="home">
      <h1 class="title">{home.title}</h1>
      <Marked section="NO_EVENTS"><EmptyList /></Marked>
      <ol class="events" aria-label={home.events}>
        <Marked section="EVENT">
          <Row
            id={marker("ID")}
            name={marker("NAME")}
            venue={<Marked section="HAS_VENUE"><span>{marker("VENUE")}</span></Marked>}
            starts={<Marked section="HAS_STARTS"><time dateTime={marker("STARTS_AT")}>{marker("STARTS_TEXT")}</time></Marked>}
            state={
              <>
                <Marked section="SCHEDULED">{home.states.scheduled}</Marked>
                <Marked section="OPEN">{home.states.open}</Marked>
                <Marked section="PAUSED">{home.states.paused}</Marked>
                <Marked section="CLOSED">{home.states.closed}</Marked>
                <Marked section="SOLD_OUT">{home.states.sold_out}</Marked>
              </>
            }
            detail={
              <>
                <Marked section="SCHEDULED">{opens}</Marked>
                <Marked section="OPEN">{left}</Marked>
                <Marked section="PAUSED">{left}</Marked>
              </>
            }
          />
        </Marked>
      </ol>
    </Layout>
  );
}
