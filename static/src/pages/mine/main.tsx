import "../../styles/base.css";

import { t } from "../../lib/i18n";
import { Layout } from "../../ui/layout";
import { mount } from "../../ui/mount";

mount(() => (
  <Layout live here="mine">
    <h1 class="title">{t().mine.title}</h1>
  </Layout>
));
