import { t } from "../../lib/i18n";
import { Layout } from "../../ui/layout";
import type { Page } from "../page";

export const event: Page = {
  folder: "event",
  file: "event",
  hasScript: true,
  texts: ["common", "problems", "event", "plan"],
  title: () => "",
  Body: () => <div id="page"><Layout><h1 class="title">{t().common.home}</h1></Layout></div>,
};
