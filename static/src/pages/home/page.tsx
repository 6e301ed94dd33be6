import { t } from "../../lib/i18n";
import { Layout } from "../../ui/layout";
import type { Page } from "../page";

export const home: Page = {
  folder: "home",
  file: "index",
  hasScript: true,
  texts: ["common", "problems", "home"],
  title: () => "",
  Body: () => <div id="page"><Layout><h1 class="title">{t().common.home}</h1></Layout></div>,
};
