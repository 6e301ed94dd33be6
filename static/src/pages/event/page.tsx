import { Data, Inline } from "../../build/document";
import { Still } from "../../event/still";
import { fill, t } from "../../lib/i18n";
import { marker, Marked } from "../../ui/markers";
import type { Page } from "../page";
import { Preview, PreviewImage } from "../preview";

const description = () => fill(t().event.description, { name: marker("NAME") });

export const event: Page = {
  folder: "event",
  file: "event",
  hasScript: true,
  texts: ["common", "problems", "event"],
  title: () => marker("NAME"),
  description,
  head: () => [
    <Inline tag="style" id="accent" content={marker("ACCENT_STYLE")} />,
    <Preview title={marker("NAME")} description={description()} path={`/events/${marker("ID")}`}>
      <Marked section="HAS_IMAGE"><PreviewImage path={marker("IMAGE")} /></Marked>
      <Marked section="NO_IMAGE"><PreviewImage /></Marked>
    </Preview>,
  ],
  Body: () => (
    <>
      <div id="page"><Still /></div>
      <Data id="event" content={marker("EVENT_JSON")} />
    </>
  ),
};
