import { t } from "../../lib/i18n";
import { Layout } from "../../ui/layout";
import type { Page } from "../page";

export const reservation: Page = {
  folder: "reservation",
  file: "reservation",
  hasScript: true,
  texts: ["common", "problems", "standings", "reservation"],
  title: () => t().reservation.title,
  head: () => <meta name="robots" content="noindex" />,
  Body: () => (
    <div id="page">
      <Layout>
        <h1 class="title">{t().reservation.title}</h1>
        <noscript><p class="notice">{t().reservation.needsScript}</p></noscript>
      </Layout>
    </div>
  ),
};
