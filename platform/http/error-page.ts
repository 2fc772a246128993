/** The address that each problem names as its type: what it means and what to do, for people and programs. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type ErrorCode, errors, Failure } from '../errors.ts';
import { html, sendPage } from './pages.ts';
import { typeOf } from './problems.ts';

export const linkOf = typeOf;

const codes = Object.keys(errors) as ErrorCode[];

export function describeErrors(server: FastifyInstance): void {
  server.get('/api/errors', async (request, reply) =>
    wantsPage(request)
      ? sendPage(request, reply, { title: 'Errors of the API', body: all })
      : reply.send(codes.map(describedAs)),
  );
  server.get<{ Params: { code: string } }>('/api/errors/:code', async (request, reply) => {
    const code = codes.find((one) => one === request.params.code);
    if (code === undefined) throw new Failure('not-found');
    if (!wantsPage(request)) return reply.send(describedAs(code));
    return sendPage(request, reply, { title: errors[code][1], body: pageOf(code) });
  });
}

/** Browsers say that they like HTML; programs get JSON. */
const wantsPage = ({ headers }: FastifyRequest) => headers.accept?.includes('text/html') === true;

function describedAs(code: ErrorCode) {
  const [status, title, next] = errors[code];
  return { type: typeOf(code), title, status, code, next };
}

function pageOf(code: ErrorCode) {
  const [status, says, next] = errors[code];
  return html`<p class="soft">Error of the API</p><h1>${says}</h1>
    <dl><dt>Code</dt><dd><code>${code}</code></dd><dt>Status</dt><dd class="number">${status}</dd></dl>
    <h2>What to do</h2><p>${next}</p>
    ${status >= 500 && logged}${status === 429 && later}
    <p><a href="/api/errors">All errors</a> · <a href="/api">The API</a></p>`;
}

const logged = html`<p>The answer has a number, <code>requestId</code>, by which the bank finds it in its
  logs.</p>`;
const later = html`<p>The answer says in <code>Retry-After</code> how many seconds to wait.</p>`;

const all = html`<h1>Errors of the API</h1>
  <p>Every error that a person or a program is told of, as problem details of RFC 9457.
  <a href="/api">The API</a></p>
  <table class="wide" aria-label="Errors"><thead><tr><th>Code</th><th>Status</th><th>What it says</th>
  <th>What to do next</th></tr></thead>
  <tbody>${codes.map((code) => {
    const [status, says, next] = errors[code];
    return html`<tr><td><a href="${typeOf(code)}"><code>${code}</code></a></td>
      <td class="number">${status}</td><td>${says}</td><td>${next}</td></tr>`;
  })}</tbody></table>`;
