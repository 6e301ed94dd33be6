import "../../styles/base.css";
import "../../styles/event.css";

import { App } from "../../event/app";
import { armed, resume, sending, startAnew } from "../../event/order";
import { startSale } from "../../event/sale";
import { watchConnection } from "../../lib/connection";
import { mount } from "../../ui/mount";

watchConnection();
startSale(() => armed.peek() !== null || sending.peek() !== null);
resume();
mount(App);
window.addEventListener("pageshow", ({ persisted }) => persisted && startAnew());
