import { t } from "../../lib/i18n";
import { Layout } from "../../ui/layout";
import type { Page } from "../page";

export const draw: Page = {
  folder: "draw",
  file: "draw",
  hasScript: true,
  texts: ["common", "problems", "draw"],
  title: () => t().draw.title,
  Body: () => (
    <div id="page">
      <Layout>
        <h1 class="title">{t().draw.title}</h1>
        <noscript><p class="notice">{t().draw.needsScript}</p></noscript>
      </Layout>
    </div>
  ),
};
