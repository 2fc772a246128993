/** About the API: /api for people, /api/openapi.json for programs, /api/errors/… for each error. */
import type { FastifyInstance } from 'fastify';
import type { Contract } from '../contract.ts';
import type { ErrorCode } from '../errors.ts';
import { describeErrors, linkOf } from './error-page.ts';
import {
  addressOf,
  describe,
  hasVersion,
  headersOf,
  operationIdOf,
  parametersOf,
  problemsOf,
} from './openapi.ts';
import { type Html, html, sendPage } from './pages.ts';
import type { Route } from './route.ts';
import { type Shape, sampleOf } from './samples.ts';

export interface Described {
  name: 'workspace' | 'portal';
  routes: readonly Route[];
  /** Where the other app is reached. */
  otherApp?: () => string;
}

export function describeApi(server: FastifyInstance, { name, routes, otherApp }: Described): void {
  // each made by whoever asks first, and kept: most servers are never asked
  let description: string | undefined;
  let page: { aside: Html; operations: Html[] } | undefined;
  server.get('/api/openapi.json', async (_request, reply) => {
    description ??= JSON.stringify(describe(name, routes));
    return reply.type('application/json').send(description);
  });
  server.get('/api', async (request, reply) => {
    page ??= pageOf(routes);
    return sendPage(request, reply, {
      ...{ title: `API of the ${name}`, aside: page.aside },
      body: html`${introOf(name, routes.length, otherApp?.())}${page.operations}`,
    });
  });
  describeErrors(server);
}

function pageOf(routes: readonly Route[]) {
  const modules = Map.groupBy(routes, ({ module = 'others' }) => module);
  return {
    aside: asideOf(modules),
    operations: [...modules].map(([module, of]) => moduleOf(module, of)),
  };
}

function asideOf(modules: ReadonlyMap<string, readonly Route[]>): Html {
  const line = ({ contract }: Route) => {
    const [method = '', path = ''] = contract.route.split(' ');
    return html`<li><a href="#${operationIdOf(contract)}"><span class="verb">${method}</span>
      <span>${broken(path.replace('/api/', ''))}</span></a></li>`;
  };
  const part = ([module, routes]: [string, readonly Route[]]) =>
    html`<h2><a href="#${module}">${capital(module)}</a></h2><ul>${routes.map(line)}</ul>`;
  return html`<p><a href="#main">How it works</a></p>${[...modules].map(part)}`;
}

/** An address, to be broken after its slashes where the line ends. */
const broken = (path: string) =>
  path.split('/').map((part, n) => html`${n > 0 && '/'}${n > 0 && { html: '<wbr>' }}${part}`);

const capital = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;

function introOf(name: Described['name'], count: number, other: string | undefined): Html {
  const otherName = name === 'workspace' ? 'portal' : 'workspace';
  return html`<h1>API of the ${name}</h1>
    <p>${count} operations, generated from the contracts that the server checks every request and
    every answer against. For programs: <a href="/api/openapi.json">the same as OpenAPI 3.1</a>.
    ${other && html`The other app has <a href="${other}/api">its own: the ${otherName}</a>.`}</p>
    <h2 id="how">How it works</h2>
    <h3>Signing in</h3>
    <p>A session is a cookie, <code>__Host-earshot-${name}</code>, that the answer to signing in sets. An
    operation says which permission a role needs for it; “anybody” takes any session, “nobody” none.
    What takes a fresh proof answers ${problem('step-up')} until the session has proven in the last five
    minutes whose it is. ${name === 'workspace' && 'So does a file out of hours, and at no work station.'}</p>
    <h3>Trying again</h3>
    <p>What makes something takes an <code>Idempotency-Key</code>: a key of your own, the same for every
    try of one deed. A try that comes again within a day gets the answer of the first and makes nothing
    more; another request with that key is refused (${problem('key-reused')}). What was answered is kept
    sealed for the session that asked; another session of the same person is told
    ${problem('made-already')}.</p>
    <h3>Changing what others may change</h3>
    <p>What was read has a <code>version</code>, and answers about one thing carry it as <code>ETag</code>. A
    change sends it back in <code>If-Match</code>, in double quotes. When somebody was faster the answer is
    ${problem('changed')}, and nothing was changed: read again, look, and send once more.</p>
    <h3>Errors</h3>
    <p>Problem details as of RFC 9457, each with a code, what it means and what to do next:
    <a href="/api/errors">all of them</a>. A body that the contract does not know, a field too many included,
    is refused.</p>`;
}

const problem = (code: ErrorCode) => html`<a href="${linkOf(code)}"><code>${code}</code></a>`;

function moduleOf(module: string, routes: readonly Route[]): Html {
  return html`<section aria-labelledby="${module}"><h2 id="${module}" tabindex="-1">${capital(module)}</h2>
    ${routes.map(({ contract }) => operationOf(contract))}</section>`;
}

function operationOf(contract: Contract): Html {
  const { method, address } = addressOf(contract);
  const { body, reply, permission, fresh } = contract;
  const id = operationIdOf(contract);
  const headers = headersOf(contract);
  return html`<article id="${id}" aria-labelledby="${id}-name">
    <h3 id="${id}-name"><span class="method">${method}</span> <code>${address}</code></h3>
    <p>${contract.summary}</p>
    <dl><dt>Permission</dt><dd><code>${permission}</code>${fresh && ', with a fresh proof'}</dd>
    ${headers.map(({ name, says }) => html`<dt>${name}</dt><dd>${says}</dd>`)}
    ${hasVersion(contract) && html`<dt>ETag</dt><dd>of the answer: the version, for If-Match</dd>`}</dl>
    ${parametersTable(contract)}
    ${body && html`<h4>Body</h4>${fieldsTable(body as Shape, `Body of ${method} ${address}`)}`}
    <h4>Answer</h4>${fieldsTable(reply as Shape, `Answer to ${method} ${address}`)}
    <h4>Problems</h4><ul class="codes">${problemsOf(contract).map(
      (code) => html`<li>${problem(code)}</li>`,
    )}</ul>
    <h4>Example</h4>${exampleOf(contract)}
    </article>`;
}

function parametersTable({ params, query, route }: Contract): Html | false {
  const all = [...parametersOf(params, 'path'), ...parametersOf(query, 'query')];
  if (all.length === 0) return false;
  const rows = all.map(
    ({ name, in: where, schema, required }) =>
      html`<tr><td><code>${name}</code></td><td>${where}</td>
      <td>${kindOf(schema as Shape)}${!required && ', may be left out'}</td></tr>`,
  );
  return html`<h4>Parameters</h4><table aria-label="Parameters of ${route}">
    <thead><tr><th>Name</th><th>Where</th><th>What</th></tr></thead><tbody>${rows}</tbody></table>`;
}

function fieldsTable(schema: Shape, label: string): Html {
  const fields = [...fieldsIn(schema, '', true)];
  if (fields.length === 0) return html`<p>${kindOf(schema)}</p>`;
  const rows = fields.map(
    ({ path, shape, required }) =>
      html`<tr><td><code>${path}</code></td>
      <td>${kindOf(shape)}${!required && ', may be left out'}</td></tr>`,
  );
  return html`<table aria-label="${label}"><thead><tr><th>Field</th><th>What</th></tr></thead>
    <tbody>${rows}</tbody></table>`;
}

interface Line {
  path: string;
  shape: Shape;
  required: boolean;
}

/** Every field of an object, and of those within it: "visits[].queueNumber". */
function* fieldsIn(shape: Shape, path: string, required: boolean): Generator<Line> {
  if (path !== '') yield { path, shape, required };
  const { properties = {}, required: needed = [], items } = shape;
  for (const [name, inner] of Object.entries(properties)) {
    yield* fieldsIn(inner, path === '' ? name : `${path}.${name}`, needed.includes(name));
  }
  const one = items?.properties;
  if (one === undefined) return;
  for (const [name, inner] of Object.entries(one)) {
    yield* fieldsIn(inner, `${path}[].${name}`, items?.required?.includes(name) ?? false);
  }
}

/** "text of 3 to 500 signs, or null". */
function kindOf(shape: Shape): Html {
  const types = [shape.type ?? []].flat();
  const [type] = types.filter((one) => one !== 'null');
  const words = shape.enum?.filter((one) => one !== null).map(String);
  const what = words ? html`one of ${listOf(words)}` : html`${plainKind(type, shape)}`;
  const seen = shape.seenWith && html`; only with <code>${shape.seenWith}</code>`;
  const said = Object.entries(shape.saidWith ?? {}).map(
    ([word, permission]) => html`; <code>${word}</code> only with <code>${permission}</code>`,
  );
  return html`${what}${types.includes('null') && type !== undefined && ', or null'}${seen}${said}`;
}

const listOf = (words: readonly string[]) =>
  words.map((word, n) => html`${n > 0 && ', '}<code>${word}</code>`);

function plainKind(type: string | undefined, shape: Shape): string {
  const { minLength = 0, maxLength, format, pattern } = shape;
  if (type === 'array') return listKind(shape);
  if (type === 'object') return 'object';
  if (type === 'boolean') return 'true or false';
  if (type === 'integer' || type === 'number') return numberKind(shape);
  if (type === 'null') return 'null';
  if (type !== 'string') return 'a file, or what the summary says';
  const known = format === undefined ? undefined : formats[format];
  if (known !== undefined) return known;
  if (pattern !== undefined) return `text like ${pattern}`;
  if (maxLength === undefined) return 'text';
  return minLength > 1 ? `text of ${minLength} to ${maxLength} signs` : `text of at most ${maxLength} signs`;
}

const formats: Record<string, string> = {
  uuid: 'id (UUID)',
  date: 'day (2026-03-02)',
  'date-time': 'moment (RFC 3339, UTC)',
};

function listKind({ maxItems, items }: Shape): string {
  const most = maxItems === undefined ? '' : ` of at most ${maxItems}`;
  if (items === undefined || items.properties) return `list${most}`;
  const one = items.enum ? items.enum.join(' | ') : plainKind([items.type ?? []].flat()[0], items);
  return `list${most}: ${one}`;
}

function numberKind({ minimum, maximum }: Shape): string {
  if (minimum === undefined) return maximum === undefined ? 'number' : `number up to ${maximum}`;
  return maximum === undefined ? `number from ${minimum}` : `number from ${minimum} to ${maximum}`;
}

/** What is sent and what comes back, made up. */
function exampleOf(contract: Contract): Html {
  const { method, address } = addressOf(contract);
  const of = (shape: object) => String(sampleOf(shape as Shape));
  const path = parametersOf(contract.params, 'path').reduce(
    (so, { name, schema }) => so.replace(`{${name}}`, encodeURIComponent(of(schema))),
    address,
  );
  const needed = parametersOf(contract.query, 'query').filter(({ required }) => required);
  const query = new URLSearchParams(needed.map(({ name, schema }) => [name, of(schema)])).toString();
  const lines = [
    `${method} ${path}${query && `?${query}`} HTTP/1.1`,
    ...headersOf(contract).map(({ name, example }) => `${name}: ${example}`),
    ...(contract.body ? ['Content-Type: application/json', '', json(contract.body as Shape)] : []),
  ];
  const answer = (contract.reply as Shape).type === undefined ? '(a file)' : json(contract.reply as Shape);
  const version = hasVersion(contract) ? 'ETag: "1"\n' : '';
  return html`<pre tabindex="0" aria-label="Request">${lines.join('\n')}</pre>
    <pre tabindex="0" aria-label="Answer">HTTP/1.1 200 OK\n${version}\n${answer}</pre>`;
}

const json = (shape: Shape) => JSON.stringify(sampleOf(shape), null, 2);
