import "../../styles/base.css";
import "../../styles/home.css";

import { App } from "../../home/app";
import { startList } from "../../home/list";
import { startClock } from "../../lib/clock";
import { watchConnection } from "../../lib/connection";
import { tick, tickTowards } from "../../lib/now";
import { mount } from "../../ui/mount";

watchConnection();
void startClock().then(tick);
tickTowards(null);
startList();
mount(App);
