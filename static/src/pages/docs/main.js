// The page of the API: /openapi.json, laid out to be read.

import "../../styles/base.css";
import "../../styles/docs.css";

import { byId, element, setText } from "./dom.js";
import { member, schemaNodes } from "./schema.js";
import { block, line, paragraphs } from "./text.js";

const METHODS = ["get", "post", "patch", "delete"];
const PROBLEM = "application/problem+json";

let api;

function resolve(value) {
  while (value.$ref) {
    value = value.$ref.slice(2).split("/").reduce((node, key) => node[key], api);
  }
  return value;
}

function* operations() {
  for (const [path, item] of Object.entries(api.paths)) {
    for (const method of METHODS.filter((name) => name in item)) {
      const own = item[method];
      const parameters = [...(item.parameters ?? []), ...(own.parameters ?? [])].map(resolve);
      yield { ...own, path, method: method.toUpperCase(), parameters };
    }
  }
}

const isAdmin = ({ security = api.security }) => security.length > 0;

function part(title, ...nodes) {
  return element("section", {}, element("h4", {}, title), ...nodes);
}

function definitions(entries) {
  return element("dl", { className: "members" }, ...entries.flat());
}

function parametersOf(operation, place, title) {
  const found = operation.parameters.filter((parameter) => parameter.in === place);
  if (found.length === 0) return [];
  const entries = found.map(({ name, schema, required, description }) =>
    member(name, schema.$ref ? { ...resolve(schema), ...schema } : schema, required, description));
  return [part(title, definitions(entries))];
}

function curlOf({ path, method, parameters, requestBody }, admin) {
  const target = path.replace(/\{(\w+)\}/g, (all, name) =>
    parameters.find((parameter) => parameter.name === name)?.example ?? all);
  const words = [`curl -i ${location.origin}${target}`];
  if (method !== "GET" && !(method === "POST" && requestBody)) words.push(`-X ${method}`);
  if (method === "PATCH" && requestBody) words[1] = "-X PATCH";
  if (admin) words.push('-H "Authorization: Bearer $ONSALE_ADMIN_TOKEN"');
  for (const { name, in: place, required, example } of parameters) {
    if (place === "header" && (required || name === "Idempotency-Key")) words.push(`-H '${name}: ${example}'`);
  }
  const body = requestBody?.content["application/json"].example;
  if (body) words.push("-H 'Content-Type: application/json'", `-d '${JSON.stringify(body)}'`);
  return block(words.join(" \\\n  "));
}

function contentOf([type, { schema, example }]) {
  if (type === PROBLEM) {
    const refs = (schema.oneOf ?? [schema]).map(({ $ref }) => $ref.split("/").at(-1));
    return element("ul", { className: "problems" }, ...refs.map((slug) =>
      element("li", {}, element("a", { href: `/problems/${slug}` }, slug))));
  }
  const examples = example ? [block(example)] : [];
  return element("div", {}, element("p", { className: "type" }, type), ...schemaNodes(schema), ...examples);
}

function answer([status, value]) {
  const { description, headers = {}, content = {} } = resolve(value);
  const fields = Object.entries(headers).map(([name, each]) => {
    const { schema, description: text } = resolve(each);
    return member(name, schema, false, text);
  });
  return element("li", { className: "answer" },
    element("strong", { className: status < 400 ? "status-code good" : "status-code" }, status),
    element("div", {}, line(description),
      ...(fields.length > 0 ? [definitions(fields)] : []),
      ...Object.entries(content).map(contentOf)));
}

function operationNode(operation) {
  const { operationId, method, path, summary, description, requestBody, responses } = operation;
  const admin = isAdmin(operation);
  const content = requestBody?.content["application/json"];
  return element("details", { id: operationId, className: "operation" },
    element("summary", {},
      element("span", { className: `method ${method.toLowerCase()}` }, method),
      element("code", {}, path),
      element("span", { className: "summary" }, summary, admin ? element("em", {}, "admin") : "")),
    ...paragraphs(description),
    ...(admin ? paragraphs("Needs the field `Authorization: Bearer` with the admin token.") : []),
    ...parametersOf(operation, "path", "Path"),
    ...parametersOf(operation, "query", "Query"),
    ...parametersOf(operation, "header", "Header fields"),
    ...(content ? [part("Content", ...schemaNodes(content.schema), ...schemaNodes(resolve(content.schema)))] : []),
    part("Example", curlOf(operation, admin)),
    part("Answers", element("ul", { className: "answers" }, ...Object.entries(responses).map(answer))));
}

function tagNode({ name, description }) {
  const own = [...operations()].filter(({ tags }) => tags.includes(name));
  return element("section", { className: "tag" },
    element("h2", { id: `tag-${name}` }, name), ...paragraphs(description), ...own.map(operationNode));
}

// Those of problems stand at the addresses of their types.
function schemaNames() {
  return Object.keys(api.components.schemas).filter((name) => /^[A-Z]/.test(name)).sort();
}

function schemasNode() {
  return element("section", { className: "tag" },
    element("h2", { id: "schemas" }, "Schemas"),
    ...schemaNames().map((name) => {
      const schema = api.components.schemas[name];
      return element("details", { id: name, className: "operation" },
        element("summary", {}, element("code", {}, name)), ...paragraphs(schema.description), ...schemaNodes(schema));
    }));
}

function contentsNodes() {
  const link = (href, ...children) => element("li", {}, element("a", { href }, ...children));
  const all = [...operations()];
  const tags = api.tags.flatMap(({ name }) => [
    element("h2", {}, element("a", { href: `#tag-${name}` }, name)),
    element("ul", {}, ...all.filter(({ tags: own }) => own.includes(name))
      .map(({ operationId, summary }) => link(`#${operationId}`, summary))),
  ]);
  return [...tags,
    element("h2", {}, element("a", { href: "#schemas" }, "Schemas")),
    element("h2", {}, element("a", { href: "/problems/" }, "Problem types"))];
}

// What an address names is opened, also when it is followed again.
function openTarget() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  if (target.tagName === "DETAILS") target.open = true;
  target.scrollIntoView();
}

async function load() {
  const response = await fetch("/openapi.json");
  if (!response.ok) throw new Error(`status ${response.status}`);
  api = await response.json();
  setText(byId("version"), `version ${api.info.version}, OpenAPI ${api.openapi}`);
  byId("contents").append(...contentsNodes());
  byId("description").append(...paragraphs(api.info.description), ...api.tags.map(tagNode), schemasNode());
  addEventListener("hashchange", openTarget);
  byId("contents").addEventListener("click", () => setTimeout(openTarget));
  openTarget();
}

load().catch((error) => setText(byId("status"), `The description could not be read (${error.message}).`));
