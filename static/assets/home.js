// The list of events.

import { get } from "./api.js";
import { serverNow, startClock } from "./clock.js";
import { byId, element, setText, show } from "./dom.js";
import { countOf, formatDuration, formatMoment, formatNumber, zoneSentence } from "./format.js";
import { poll } from "./poll.js";
import { sentenceFor } from "./problems.js";
import { leftFor, stateAt } from "./sale.js";

const POLL_MS = 5000;

const rows = new Map(); // by event id: its event and the nodes that change
let pages = 1;

async function load() {
  try {
    const { items, next } = await loadPages();
    render(items);
    show(byId("more"), next !== null);
    setText(byId("status"), items.length === 0 ? "No sale is planned yet. Come back later." : "");
  } catch (error) {
    const known = rows.size > 0 ? " What you see may be out of date." : "";
    setText(byId("status"), `${sentenceFor(error)}${known} Trying again…`);
    throw error;
  }
}

async function loadPages() {
  const items = [];
  let next = null;
  for (let page = 0; page < pages; ++page) {
    const after = next === null ? "" : `?after=${encodeURIComponent(next)}`;
    const answer = await get(`/api/v1/events${after}`);
    items.push(...answer.items);
    next = answer.next;
    if (next === null) break;
  }
  return { items, next };
}

function render(events) {
  const list = byId("events");
  const ids = new Set(events.map((event) => event.id));
  for (const [id, row] of rows) {
    if (ids.has(id)) continue;
    row.node.remove();
    rows.delete(id);
  }
  events.forEach((event, i) => {
    const row = rows.get(event.id) ?? newRow(event.id);
    row.event = event;
    renderRow(row);
    if (list.children[i] !== row.node) list.insertBefore(row.node, list.children[i] ?? null);
  });
}

function newRow(id) {
  const row = {
    name: element("a", { href: `/events/${encodeURIComponent(id)}` }),
    when: element("p", { className: "when" }),
    state: element("strong"),
    detail: element("span"),
  };
  row.node = element(
    "li", {},
    element("div", { className: "grow" }, element("h2", {}, row.name), row.when),
    element("p", { className: "gist" }, row.state, row.detail),
  );
  rows.set(id, row);
  return row;
}

function renderRow(row) {
  const { event } = row;
  const now = serverNow();
  const when = event.starts_at === null ? "" : formatMoment(Date.parse(event.starts_at));
  setText(row.name, event.name);
  setText(row.when, [event.venue, when].filter(Boolean).join(" · "));
  show(row.when, row.when.textContent !== "");

  const state = stateAt(event, now);
  const soldOut = state === "open" && leftFor(event, false) === 0;
  row.node.dataset.state = soldOut ? "sold-out" : state;
  setText(row.state, soldOut ? "Sold out" : titleOf(state));
  setText(row.detail, detailOf(event, state, now));
}

const titleOf = (state) =>
  ({ scheduled: "Opens", open: "On sale", paused: "Paused", closed: "Closed" })[state] ?? state;

function detailOf(event, state, now) {
  if (state === "scheduled") {
    const opens = Date.parse(event.opens_at);
    return now === null ? formatMoment(opens) : `in ${formatDuration(opens - now)}`;
  }
  if (state === "closed") return "The sale is over";
  const left = leftFor(event, false);
  if (left === 0 && event.kept > 0) return `${countOf(event.kept, "accessible place")} left`;
  return `${formatNumber(left)} of ${formatNumber(event.capacity)} left`;
}

byId("more").addEventListener("click", () => {
  ++pages;
  reload();
});
setText(byId("status"), "Loading…");
byId("zone").textContent = zoneSentence();
startClock();
const reload = poll(load, () => POLL_MS);
setInterval(() => rows.forEach(renderRow), 1000);
