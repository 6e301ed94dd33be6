import "../../styles/base.css";
import "../../styles/way_on.css";
import "../../styles/ticket.css";

import { watchConnection } from "../../lib/connection";
import { loadRefusals } from "../../lib/problems";
import { MyListView } from "../../ticket/my_list_view";
import { startMyList } from "../../ticket/start_my_list";
import { Layout } from "../../ui/layout";
import { mount } from "../../ui/mount";

watchConnection();
void loadRefusals();
const list = startMyList();

mount(() => (
  <Layout live here="mine">
    <MyListView list={list} />
  </Layout>
));
