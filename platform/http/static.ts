/**
 * The built app: files with a hash in their name for a year, the page itself never kept, with the nonce for
 * its styles.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import staticFiles from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { Failure } from '../errors.ts';

/** @param ownPages address -> file, for what is not part of the app */
export async function serveApp(
  server: FastifyInstance,
  folder: string,
  ownPages: Readonly<Record<string, string>> = {},
): Promise<void> {
  const read = (file: string) => readFile(path.join(folder, file), 'utf8');
  const page = await read('index.html');
  for (const [address, file] of Object.entries(ownPages)) {
    const own = await read(file);
    server.get(address, async (request, reply) =>
      reply.type('text/html; charset=utf-8').send(own.replaceAll('%NONCE%', request.nonce)),
    );
  }
  await server.register(staticFiles, {
    root: path.join(folder, 'assets'),
    prefix: '/assets/',
    immutable: true,
    preCompressed: true,
    maxAge: 31_536_000_000,
    cacheControl: true,
    setHeaders: (response) => response.header('cache-control', 'public, max-age=31536000, immutable'),
  });
  server.get('/*', async (request, reply) => {
    if (/^\/(api|assets|health)(\/|$)/.test(request.url)) throw new Failure('not-found');
    return reply.type('text/html; charset=utf-8').send(page.replaceAll('%NONCE%', request.nonce));
  });
}
