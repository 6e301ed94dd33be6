import "../../styles/base.css";
import "../../styles/way_on.css";
import "../../styles/ticket.css";

import { watchConnection } from "../../lib/connection";
import { loadRefusals } from "../../lib/problems";
import { ReservationView } from "../../ticket/reservation_view";
import { startTicket } from "../../ticket/start";
import { Layout } from "../../ui/layout";
import { mount } from "../../ui/mount";

watchConnection();
void loadRefusals();
const ticket = startTicket(location.pathname.split("/").pop()!);
const address = location.origin + location.pathname;

mount(() => (
  <Layout live>
    <ReservationView ticket={ticket} address={address} />
  </Layout>
));
