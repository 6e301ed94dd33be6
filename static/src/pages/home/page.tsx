import { Data } from "../../build/document";
import { Still } from "../../home/still";
import { t } from "../../lib/i18n";
import { marker } from "../../ui/markers";
import type { Page } from "../page";
import { Preview, PreviewImage } from "../preview";

export const home: Page = {
  folder: "home",
  file: "index",
  hasScript: true,
  texts: ["common", "problems", "home"],
  title: () => t().home.title,
  description: () => t().home.description,
  head: () => (
    <Preview title={t().home.title} description={t().home.description} path="/"><PreviewImage /></Preview>
  ),
  Body: () => (
    <>
      <div id="page"><Still /></div>
      <Data id="events" content={marker("EVENTS_JSON")} />
    </>
  ),
};
