/**
 * A witness on another host, over HTTP as C2SP tlog-witness says: POST /add-checkpoint with the old size, the
 * proof and the note. `GET /checkpoint` gives the last one it signed, for whoever verifies.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fromBase64, toBase64 } from './base64.ts';
import { parseVerifier } from './note.ts';
import { lastSeen, type Witness, WitnessBehind, WitnessRefusal } from './witness.ts';

/** @param url without the last part: "https://witness.example" */
export function remoteWitness(url: string): Witness {
  return {
    place: url,
    async cosign(note, before, proof) {
      const response = await fetch(new URL('add-checkpoint', `${url.replace(/\/$/, '')}/`), {
        method: 'POST',
        body: `old ${before}\n${proof.map((node) => `${toBase64(node)}\n`).join('')}\n${note}`,
        signal: AbortSignal.timeout(5000),
      });
      const text = await response.text();
      if (response.ok) return text;
      if (response.status === 409 && /^\d+\n$/.test(text)) throw new WitnessBehind(Number(text));
      if ([403, 404, 422].includes(response.status)) throw new WitnessRefusal(text.slice(0, 200).trim());
      throw new Error(`the witness answered ${response.status}`);
    },
  };
}

/** The last checkpoint that a witness on another host has signed. */
export async function remoteLastSeen(url: string): Promise<string | undefined> {
  const address = new URL('checkpoint', `${url.replace(/\/$/, '')}/`);
  const response = await fetch(address, { signal: AbortSignal.timeout(5000) });
  if (response.status === 404) return undefined;
  if (!response.ok) throw new Error(`the witness answered ${response.status}`);
  return response.text();
}

/** Serves the witness of a folder; the caller makes it listen. */
export function witnessServer(witness: Witness, log: string): Server {
  return createServer((request, response) => {
    void answer(witness, log, request).then(({ status, text }) => send(response, status, text));
  });
}

interface Answer {
  status: number;
  text: string;
}

async function answer(witness: Witness, log: string, request: IncomingMessage): Promise<Answer> {
  try {
    if (request.method === 'GET' && request.url === '/checkpoint') {
      const seen = await lastSeen(witness.place, await parseVerifier(log));
      return seen === undefined ? { status: 404, text: 'none yet\n' } : { status: 200, text: seen };
    }
    if (request.method !== 'POST' || request.url !== '/add-checkpoint')
      return { status: 404, text: 'not here\n' };
    const body = await textOf(request);
    const [, old = '', proof = '', note = ''] = /^old (\d{1,15})\n((?:\S+\n){0,63})\n(.+)$/s.exec(body) ?? [];
    const nodes = proof.split('\n').slice(0, -1).map(fromBase64);
    return { status: 200, text: await witness.cosign(note, Number(old), nodes) };
  } catch (error) {
    if (error instanceof WitnessBehind) return { status: 409, text: `${error.size}\n` };
    if (error instanceof WitnessRefusal) return { status: 422, text: `${error.message}\n` };
    if (error instanceof RangeError) return { status: 400, text: `${error.message}\n` };
    return { status: 500, text: 'it could not be kept\n' };
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > 100_000) throw new RangeError('too long');
  }
  return text;
}

function send(response: ServerResponse, status: number, text: string): void {
  const type = status === 409 ? 'text/x.tlog.size' : 'text/plain; charset=utf-8';
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
}
