/**
 * A small server that speaks the part of HashiCorp Vault's transit API which vault-keys.ts uses, with real
 * AES-256-GCM. It is no Vault: it stands in for one, as its documentation describes it, where none can be had.
 * https://developer.hashicorp.com/vault/api-docs/secret/transit
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Transit {
  address: string;
  token: string;
  /** Requests so far, by what they asked for. */
  asked: string[];
  close(): Promise<void>;
}

interface Item {
  plaintext?: string;
  ciphertext?: string;
}

export async function startTransit(): Promise<Transit> {
  const token = randomBytes(16).toString('hex');
  const versions = [randomBytes(32)];
  const asked: string[] = [];
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object) => response.writeHead(status).end(JSON.stringify(body));
    const path = (request.url ?? '').replace('/v1/transit/', '');
    asked.push(path);
    if (request.headers['x-vault-token'] !== token) return answer(403, { errors: ['permission denied'] });
    const items = ((await bodyOf(request)) as { batch_input?: Item[] }).batch_input ?? [];
    if (path === 'keys/earshot') return answer(200, { data: { latest_version: versions.length } });
    if (path === 'keys/earshot/rotate') {
      versions.push(randomBytes(32));
      return response.writeHead(204).end();
    }
    if (path === 'encrypt/earshot')
      return answer(200, { data: { batch_results: items.map((item) => encrypted(versions, item)) } });
    if (path === 'decrypt/earshot') {
      const batch_results = items.map((item) => decrypted(versions, item));
      return answer(batch_results.some((one) => 'error' in one) ? 400 : 200, { data: { batch_results } });
    }
    return answer(404, { errors: [] });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()).closeAllConnections());
  return { address: `http://127.0.0.1:${port}`, token, asked, close };
}

function encrypted(versions: Buffer[], { plaintext = '' }: Item) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', versions.at(-1) as Buffer, nonce);
  const body = Buffer.concat([
    nonce,
    cipher.update(plaintext, 'base64'),
    cipher.final(),
    cipher.getAuthTag(),
  ]);
  return { ciphertext: `vault:v${versions.length}:${body.toString('base64')}`, key_version: versions.length };
}

function decrypted(versions: Buffer[], { ciphertext = '' }: Item) {
  try {
    const [, version, text = ''] = /^vault:v(\d+):(.*)$/.exec(ciphertext) ?? [];
    const body = Buffer.from(text, 'base64');
    const key = versions[Number(version) - 1] as Buffer;
    const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, 12));
    decipher.setAuthTag(body.subarray(-16));
    const plain = Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]);
    return { plaintext: plain.toString('base64') };
  } catch {
    return { error: 'cipher: message authentication failed' };
  }
}

async function bodyOf(request: IncomingMessage): Promise<object> {
  let text = '';
  for await (const piece of request) text += piece;
  return text === '' ? {} : JSON.parse(text);
}
