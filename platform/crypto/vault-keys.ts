/**
 * Master keys in HashiCorp Vault's transit engine, or OpenBao's, over its HTTP API: wrapping is `encrypt`,
 * and the master never leaves it. A key of type aes256-gcm96, made beforehand by whoever runs Vault; the
 * token's policy needs update on encrypt/, decrypt/ and keys/<key>/rotate, read on keys/<key>.
 * https://developer.hashicorp.com/vault/api-docs/secret/transit
 */
import { readFile } from 'node:fs/promises';
import { type KeyProvider, ProviderDown } from './provider.ts';

export interface VaultSettings {
  /** https://vault.bank.example:8200 */
  address: string;
  /** Where transit is mounted. */
  mount: string;
  key: string;
  /** A file with the token, which the Vault agent renews: read at each request, so that it is never stale. */
  tokenFile: string;
}

/** Keys in one request: far below Vault's limit of 32 MB. */
const batch = 5000;
const deadlineMilliseconds = 5000;

export function vaultKeys(settings: VaultSettings): KeyProvider {
  const { key } = settings;
  const newest = async () => {
    const { latest_version } = await ask<{ latest_version: number }>(settings, 'GET', `keys/${key}`);
    return `vault:${latest_version}`;
  };
  return {
    newest,
    wrap: (keys) =>
      inBatches(keys, async (some) => {
        const batch_input = some.map((one) => ({ plaintext: one.toString('base64') }));
        const results = await askAll<{ ciphertext: string }>(settings, `encrypt/${key}`, batch_input);
        return results.map(({ ciphertext }) => ({
          wrapped: Buffer.from(ciphertext),
          master: ciphertext.replace(/^(vault):v(\d+):.*$/s, '$1:$2'),
        }));
      }),
    unwrap: (wrapped) =>
      inBatches(wrapped, async (some) => {
        const batch_input = some.map((one) => ({ ciphertext: one.wrapped.toString() }));
        const results = await askAll<{ plaintext: string }>(settings, `decrypt/${key}`, batch_input);
        return results.map(({ plaintext }) => Buffer.from(plaintext, 'base64'));
      }),
    async rotate() {
      await ask(settings, 'POST', `keys/${key}/rotate`, {});
      return newest();
    },
  };
}

async function inBatches<T, R>(all: readonly T[], one: (some: readonly T[]) => Promise<R[]>): Promise<R[]> {
  const results: R[] = [];
  for (let at = 0; at < all.length; at += batch) results.push(...(await one(all.slice(at, at + batch))));
  return results;
}

/** @throws ProviderDown when one of the batch failed: half of it is of no use */
async function askAll<R>(settings: VaultSettings, path: string, batch_input: object[]): Promise<R[]> {
  type Results = { batch_results: (R & { error?: string })[] };
  const { batch_results } = await ask<Results>(settings, 'POST', path, { batch_input });
  const failed = batch_results.find(({ error }) => error);
  if (failed !== undefined || batch_results.length !== batch_input.length)
    throw new ProviderDown(new Error(failed?.error ?? 'an answer is missing'));
  return batch_results;
}

async function ask<D>(
  { address, mount, tokenFile }: VaultSettings,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<D> {
  try {
    const token = (await readFile(tokenFile, 'utf8')).trim();
    const response = await fetch(new URL(`/v1/${mount}/${path}`, address), {
      method,
      headers: { 'x-vault-token': token, 'x-vault-request': 'true' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: AbortSignal.timeout(deadlineMilliseconds),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    const text = await response.text();
    return (text === '' ? {} : (JSON.parse(text) as { data: D }).data) as D;
  } catch (cause) {
    throw new ProviderDown(cause);
  }
}
