import { Data, Inline } from "../../build/document";
import { Still } from "../../event/still";
import { fill, t } from "../../lib/i18n";
import { marker } from "../../ui/markers";
import type { Page } from "../page";

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
    <meta property="og:type" content="website" />,
    <meta property="og:title" content={marker("NAME")} />,
    <meta property="og:description" content={description()} />,
  ],
  Body: () => (
    <>
      <div id="page"><Still /></div>
      <Data id="event" content={marker("EVENT_JSON")} />
    </>
  ),
};
