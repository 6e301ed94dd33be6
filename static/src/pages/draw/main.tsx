import "../../styles/base.css";
import "../../styles/draw.css";

import { CheckView } from "../../queue/check_view";
import { Check } from "../../queue/check";
import { Layout } from "../../ui/layout";
import { mount } from "../../ui/mount";

const check = new Check(new URLSearchParams(location.search).get("event"));

mount(() => (
  <Layout live>
    <CheckView check={check} />
  </Layout>
));
