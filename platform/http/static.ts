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

export async function serveApp(server: FastifyInstance, folder: string, beside?: Beside): Promise<void> {
  const page = await pageOf(folder);
  await serveFiles(server, folder, 'assets', true);
  server.get('/*', async (request, reply) => {
    if (/^\/(api|assets|health)(\/|$)/.test(request.url)) throw new Failure('not-found');
    return page(request, reply);
  });
  if (beside === undefined) return;
  const other = await pageOf(beside.folder);
  await serveFiles(server, beside.folder, beside.assets, false);
  for (const address of beside.addresses) server.get(address, other);
}

async function pageOf(folder: string) {
  const page = await readFile(path.join(folder, 'index.html'), 'utf8');
  return async (request: FastifyRequest, reply: FastifyReply) =>
    reply.type('text/html; charset=utf-8').send(page.replaceAll('%NONCE%', request.nonce));
}

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
