import "../../styles/base.css";

import { t } from "../../lib/i18n";
import { Layout } from "../../ui/layout";
import { mount } from "../../ui/mount";

mount(() => (
  <Layout live>
    <h1 class="title">{t().reservation.title}</h1>
  </Layout>
));
