import { Data } from "../../build/document";
import { Still } from "../../home/still";
import { t } from "../../lib/i18n";
import { marker } from "../../ui/markers";
import type { Page } from "../page";

export const home: Page = {
  folder: "home",
  file: "index",
  hasScript: true,
  texts: ["common", "problems", "home"],
  title: () => t().home.title,
  description: () => t().home.description,
  head: () => [
    <meta property="og:title" content={t().home.title} />,
    <meta property="og:description" content={t().home.description} />,
  ],
  Body: () => (
    <>
      <div id="page"><Still /></div>
      <Data id="events" content={marker("EVENTS_JSON")} />
    </>
  ),
};
