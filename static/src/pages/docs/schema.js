// JSON Schemas (2020-12) as far as our description uses them, as lists of members.

import { element } from "./dom.js";
import { line } from "./text.js";

const nameOf = (ref) => ref.split("/").at(-1);

const isProblem = (name) => /^[a-z]/.test(name);

function linkTo(ref) {
  const name = nameOf(ref);
  const href = isProblem(name) ? `/problems/${name}` : `#${name}`;
  return element("a", { href }, name);
}

// What kind of value it is, in few words and links.
function kindOf(schema) {
  if (schema.$ref) return [linkTo(schema.$ref)];
  if ("const" in schema) return [element("code", {}, JSON.stringify(schema.const))];
  if (schema.enum) {
    return schema.enum.flatMap((value, i) => [i > 0 ? " | " : "", element("code", {}, JSON.stringify(value))]);
  }
  if (schema.oneOf && !schema.type) {
    return schema.oneOf.flatMap((each, i) => [i > 0 ? " or " : "", ...kindOf(each)]);
  }
  const type = [schema.type ?? "any"].flat().join(" or ");
  if (schema.contentSchema) return [type, " of ", ...kindOf(schema.contentSchema)];
  if (schema.items) return [`${type} of `, ...kindOf(schema.items)];
  return [schema.format ? `${type} (${schema.format})` : type];
}

function limitsOf(schema) {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems, pattern } = schema;
  const limits = [];
  const range = (min, max, unit) => {
    if (min === undefined && max === undefined) return;
    limits.push([min !== undefined && `at least ${min.toLocaleString("en")}`,
      max !== undefined && `at most ${max.toLocaleString("en")}`].filter(Boolean).join(", ") + unit);
  };
  range(minimum, maximum, "");
  range(minLength, maxLength, " characters");
  range(minItems, maxItems, " elements");
  if (pattern) limits.push(pattern);
  if ("default" in schema) limits.push(`default ${JSON.stringify(schema.default)}`);
  return limits.join("; ");
}

const objectOf = (schema) => (schema.type === "array" ? schema.items : schema);

/** One named value with its schema: a term and its definition. */
export function member(name, schema, isRequired, description = schema.description) {
  const inner = objectOf(schema);
  return [
    element("dt", {}, element("code", {}, name), isRequired ? element("em", {}, "required") : ""),
    element("dd", {},
      element("span", { className: "kind" }, ...kindOf(schema)), " ", line(description),
      element("small", {}, limitsOf(schema)),
      ...(inner.properties ? [membersOf(inner)] : [])),
  ];
}

function membersOf(schema) {
  const required = new Set(schema.required);
  return element("dl", { className: "members" }, ...Object.entries(schema.properties)
    .flatMap(([name, each]) => member(name, each, required.has(name))));
}

/** All that a schema says, as nodes. */
export function schemaNodes(schema) {
  if (schema.$ref) return [element("p", {}, linkTo(schema.$ref))];
  const nodes = [];
  for (const base of schema.allOf ?? []) {
    nodes.push(element("p", {}, "All of ", ...kindOf(base), ", and:"));
  }
  if (schema.properties) nodes.push(membersOf(schema));
  const choices = (schema.oneOf ?? []).filter((each) => each.properties || each.required);
  if (choices.length > 0) {
    nodes.push(element("p", {}, "One of:"), element("ul", { className: "choices" }, ...choices.map(choice)));
  }
  if (nodes.length === 0) {
    nodes.push(element("p", {}, ...kindOf(schema), " ", element("small", {}, limitsOf(schema))));
  }
  return nodes;
}

function choice(schema) {
  const heading = schema.title ? [element("strong", {}, schema.title), " "] : [];
  const needs = schema.required && !schema.properties ? [`needs ${schema.required.join(", ")}`] : [];
  const members = schema.properties ? [membersOf(schema)] : [];
  return element("li", {}, ...heading, line(schema.description), ...needs, ...members);
}
