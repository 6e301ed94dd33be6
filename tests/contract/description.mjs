// What the API's description says of each operation, and whether an answer is as it says.

import assert from 'node:assert/strict';
import Ajv from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const PROBLEM = 'application/problem+json';
const METHODS = ['get', 'post', 'patch', 'delete'];

// Fields that any answer may have, and those that every answer has: the description says so at its
// beginning and not again with each answer.
const ALWAYS = ['date', 'x-request-id', 'cache-control'];
const ANYWHERE = [...ALWAYS, 'connection', 'keep-alive', 'content-type', 'content-length',
  'content-encoding', 'transfer-encoding', 'vary', 'x-content-type-options', 'ratelimit',
  'ratelimit-policy'];

export class Description {
  #ajv = new Ajv({ strict: false, allErrors: true });

  constructor(document) {
    this.document = document;
    addFormats(this.#ajv);
    this.#ajv.addSchema(document, 'description', undefined, false);
    this.operations = new Map();
    for (const [path, item] of Object.entries(document.paths)) {
      for (const method of METHODS.filter((name) => name in item)) {
        const operation = this.#read(path, method, item);
        this.operations.set(operation.id, operation);
      }
    }
  }

  #read(path, method, item) {
    const at = `#/paths/${escape(path)}/${method}`;
    const { operationId, security = this.document.security, ...rest } = item[method];
    const parameters = [...(item.parameters ?? []), ...(rest.parameters ?? [])];
    return {
      id: operationId,
      method: method.toUpperCase(),
      path,
      isAdmin: security.length > 0,
      parameters: parameters.map((parameter) => this.resolve(parameter)),
      body: rest.requestBody?.content['application/json'],
      bodyAt: `${at}/requestBody/content/${escape('application/json')}/schema`,
      answers: new Map(Object.entries(rest.responses).map(([status, answer]) => {
        const pointer = answer.$ref ?? `${at}/responses/${status}`;
        return [Number(status), { ...this.resolve(answer), at: pointer }];
      })),
    };
  }

  resolve(value) {
    while (value.$ref !== undefined) {
      value = value.$ref.slice(2).split('/').reduce((node, key) => node[unescape(key)], this.document);
    }
    return value;
  }

  // The problem types that an answer can have; empty for answers that are none.
  problemTypes(answer) {
    const schema = answer.content?.[PROBLEM]?.schema;
    if (schema === undefined) return [];
    return (schema.oneOf ?? [schema]).map((each) => slugOf(this.resolve(each).properties.type.const));
  }

  // Everything that is to be seen: `getEvent 200 application/json`, `getEvent 200 ETag:`,
  // `getEvent 304`, `getEvent 404 event-not-found`.
  promises() {
    const all = new Set();
    for (const operation of this.operations.values()) {
      for (const [status, answer] of operation.answers) {
        const name = `${operation.id} ${status}`;
        for (const header of Object.keys(answer.headers ?? {})) all.add(`${name} ${header}:`);
        for (const type of this.problemTypes(answer)) all.add(`${name} ${type}`);
        const types = Object.keys(answer.content ?? {}).filter((type) => type !== PROBLEM);
        for (const type of types) all.add(`${name} ${type}`);
        if (answer.content === undefined) all.add(name);
      }
    }
    return all;
  }

  // Fails where an answer is not as it is described; gives the promises that it keeps.
  check(operation, answer) {
    const described = operation.answers.get(answer.status);
    assert(described, `${operation.id} has no answer ${answer.status}: ${answer.text}`);
    const name = `${operation.id} ${answer.status}`;
    return [...this.#checkHeaders(name, described, answer), this.#checkContent(name, described, answer)];
  }

  #checkHeaders(name, described, answer) {
    for (const header of ALWAYS) assert(header in answer.headers, `${name} has no ${header}`);
    const headers = Object.entries(described.headers ?? {});
    const known = new Set([...ANYWHERE, ...headers.map(([header]) => header.toLowerCase())]);
    for (const header of Object.keys(answer.headers)) {
      assert(known.has(header), `${name} has the field ${header}, which is not described`);
    }
    const seen = [];
    for (const [header, value] of headers) {
      const { required = false, schema } = this.resolve(value);
      const sent = answer.headers[header.toLowerCase()];
      assert(!required || sent !== undefined, `${name} has no ${header}`);
      if (sent === undefined) continue;
      this.#validate(schema, sent, `${name} ${header}`);
      seen.push(`${name} ${header}:`);
    }
    return seen;
  }

  #checkContent(name, described, answer) {
    if (described.content === undefined) {
      assert.equal(answer.text, '', `${name} has content`);
      return name;
    }
    const type = (answer.headers['content-type'] ?? '').split(';')[0];
    assert(type in described.content, `${name} is not described as ${type}`);
    if (!type.endsWith('json') || type === 'application/x-ndjson') return `${name} ${type}`;
    const at = `${described.at}/content/${escape(type)}/schema`;
    if (type !== PROBLEM) {
      this.#validate({ $ref: at }, answer.body, name);
      return `${name} ${type}`;
    }
    const slug = slugOf(answer.body.type);
    assert(this.problemTypes(described).includes(slug), `${name} is not described as ${slug}`);
    assert.equal(answer.body.status, answer.status);
    this.#validate({ $ref: `#/components/schemas/${slug}` }, answer.body, `${name} ${slug}`);
    return `${name} ${slug}`;
  }

  // Whether a request's content is as described.
  allows(operation, body) {
    return this.#validator({ $ref: operation.bodyAt })(body);
  }

  // Fails where a value is not of a named schema.
  checkSchema(schema, value) {
    this.#validate({ $ref: `#/components/schemas/${schema}` }, value, schema);
  }

  #validate(schema, value, name) {
    const validate = this.#validator(schema);
    if (validate(value)) return;
    const faults = validate.errors.map(({ instancePath, message, params }) =>
      `  ${instancePath || '/'} ${message} ${JSON.stringify(params)}`);
    assert.fail(`${name} is not as described:\n${faults.join('\n')}\n${JSON.stringify(value)}`);
  }

  #validator(schema) {
    return this.#ajv.compile(schema.$ref ? { $ref: `description${schema.$ref}` } : schema);
  }
}

const escape = (key) => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'));
const unescape = (key) => decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~');
const slugOf = (type) => type.replace(/^\/problems\//, '');
