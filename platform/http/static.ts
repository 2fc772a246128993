/**
 * The built app: files with a hash in their name for a year, the page itself never kept, with the nonce for
 * its styles. And beside it, from the same origin, a small app with addresses of its own.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Failure } from '../errors.ts';

export interface Beside {
  folder: string;
  /** The folder of its files, in `folder` and in addresses. */
  assets: string;
  addresses: readonly string[];
}

/** @param isKnown does the request bring a sign-in along? Whether it is a good one is no matter here. */
export async function serveApp(
  server: FastifyInstance,
  folder: string,
  isKnown: (request: FastifyRequest) => boolean,
  beside?: Beside,
): Promise<void> {
  const page = await pageOf(folder, isKnown);
  await serveFiles(server, folder, 'assets', true);
  server.get('/*', async (request, reply) => {
    if (/^\/(api|assets|health)(\/|$)/.test(request.url)) throw new Failure('not-found');
    return page(request, reply);
  });
  if (beside === undefined) return;
  const other = await pageOf(beside.folder, () => false);
  await serveFiles(server, beside.folder, beside.assets, false);
  for (const address of beside.addresses) server.get(address, other);
}

async function pageOf(folder: string, isKnown: (request: FastifyRequest) => boolean) {
  const page = await readFile(path.join(folder, 'index.html'), 'utf8');
  const coming = await comingOf(folder);
  return async (request: FastifyRequest, reply: FastifyReply) => {
    const whole = isKnown(request) ? page.replace('</head>', `${coming(request)}</head>`) : page;
    return reply.type('text/html; charset=utf-8').send(whole.replaceAll('%NONCE%', request.nonce));
  };
}

/** What vite.config.ts knows of the files that are asked for once somebody is in. */
interface Coming {
  always: string[];
  /** The pages that it knows, by their paths (* is any id), with the part of the words that each needs. */
  pages: { path: string; files: string[]; words: string }[];
  /** By part and language; 'first' comes always, 'rest' with what is no known page. */
  words: Record<string, Record<string, string[]>>;
}

/**
 * Who has signed in needs more than the way in: its files are named in the document, so that the browser
 * fetches them side by side, and not only when the first of them has run. A wrong guess costs some bytes.
 */
async function comingOf(folder: string): Promise<(request: FastifyRequest) => string> {
  const text = await readFile(path.join(folder, 'coming.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return () => '';
  const { always, pages, words } = JSON.parse(text) as Coming;
  return ({ url, headers }) => {
    const [address = ''] = url.split('?');
    const page = pages.find(({ path: known }) => isAt(known, address));
    const spoken = headers['accept-language']?.slice(0, 2).toLowerCase() ?? '';
    const language = spoken in (words.first ?? {}) ? spoken : 'en';
    const parts = new Set(['first', page?.words ?? 'rest']);
    const said = [...parts].flatMap((part) => words[part]?.[language] ?? []);
    return [...new Set([...always, ...said, ...(page?.files ?? [])])].map(hint).join('');
  };
}

function isAt(known: string, address: string): boolean {
  const [wanted, there] = [known.split('/'), address.split('/')];
  return wanted.length === there.length && wanted.every((part, n) => part === '*' || part === there[n]);
}

const hint = (file: string) =>
  file.endsWith('.css')
    ? `<link rel="preload" as="style" crossorigin href="${file}" nonce="%NONCE%">`
    : `<link rel="modulepreload" crossorigin href="${file}" nonce="%NONCE%">`;

async function serveFiles(server: FastifyInstance, folder: string, assets: string, decorateReply: boolean) {
  await server.register(staticFiles, {
    root: path.join(folder, assets),
    prefix: `/${assets}/`,
    decorateReply,
    immutable: true,
    preCompressed: true,
    maxAge: 31_536_000_000,
    cacheControl: true,
    setHeaders: (response) => response.header('cache-control', 'public, max-age=31536000, immutable'),
  });
}
