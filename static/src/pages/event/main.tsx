import "../../styles/base.css";
import "../../styles/event.css";

import { App } from "../../event/app";
import { armed, resume, sending, startAnew } from "../../event/order";
import { startSale } from "../../event/sale";
import { watchConnection } from "../../lib/connection";
import { mount } from "../../ui/mount";

watchConnection();
resume();
startSale(() => armed.peek() !== null || sending.peek() !== null);
mount(App);
window.addEventListener("pageshow", ({ persisted }) => persisted && startAnew());
