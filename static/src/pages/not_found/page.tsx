import { t } from "../../lib/i18n";
import { Layout } from "../../ui/layout";
import type { Page } from "../page";

export const notFound: Page = {
  folder: "not_found",
  file: "404",
  hasScript: false,
  texts: [],
  title: () => t().notFound.title,
  Body: () => (
    <Layout>
      <h1 class="title">{t().notFound.title}</h1>
      <p>{t().notFound.text}</p>
      <p class="way-on"><a class="button" href="/">{t().notFound.home}</a></p>
    </Layout>
  ),
};
