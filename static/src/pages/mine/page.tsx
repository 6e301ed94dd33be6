import { t } from "../../lib/i18n";
import { Layout } from "../../ui/layout";
import type { Page } from "../page";

export const mine: Page = {
  folder: "mine",
  file: "reservations",
  hasScript: true,
  texts: ["common", "problems", "standings", "mine"],
  title: () => t().mine.title,
  head: () => <meta name="robots" content="noindex" />,
  Body: () => (
    <div id="page">
      <Layout here="mine">
        <h1 class="title">{t().mine.title}</h1>
        <noscript><p class="notice">{t().mine.needsScript}</p></noscript>
      </Layout>
    </div>
  ),
};
