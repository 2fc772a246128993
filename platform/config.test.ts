/** What a process is started with. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { configOf } from './config.ts';

const password = 'geheim';
const kms = { EARSHOT_KMS_KEY_ID: 'alias/earshot' };
const vault = { EARSHOT_VAULT_KEY: 'earshot', VAULT_TOKEN_FILE: 'token' };

test('nothing goes over a network in plain text, and this machine needs no TLS to itself (row 79)', () => {
  const onNetwork: Record<string, string>[] = [
    { DATABASE_URL: `postgresql://owner:${password}@db.bank.example/earshot` },
    { DATABASE_URL: `postgresql://owner:${password}@db.bank.example/earshot?sslmode=prefer` },
    { DATABASE_URL: `postgresql://owner:${password}@10.0.0.7/earshot?sslmode=no-verify` },
    { DATABASE_URL: `postgresql://owner:${password}@127.0.0.1.bank.example/earshot` },
    { WITNESSES: '/mnt/compliance, http://witness.bank.example' },
    { ...vault, VAULT_ADDR: 'http://vault.bank.example:8200' },
    { ...kms, AWS_ENDPOINT_URL_KMS: 'http://kms.bank.example' },
    { ...kms, AWS_ENDPOINT_URL: 'http://10.0.0.8' },
    { WORKSPACE_URL: 'http://crm.bank.example' },
    { PORTAL_URL: 'http://localhost.bank.example' },
  ];
  for (const surroundings of onNetwork)
    assert.throws(
      () => configOf(surroundings),
      (error: unknown) =>
        error instanceof RangeError &&
        /must (begin with https:|end with \?sslmode=verify-full)/.test(error.message) &&
        !error.message.includes(password),
      JSON.stringify(surroundings),
    );
  const kept: Record<string, string>[] = [
    ...['require', 'verify-ca', 'verify-full'].map((mode) => ({
      DATABASE_URL: `postgresql://owner:${password}@db.bank.example/earshot?sslmode=${mode}`,
    })),
    ...['localhost', '127.0.0.1', '[::1]'].map((host) => ({
      DATABASE_URL: `postgresql://owner:${password}@${host}:5433/earshot`,
      WITNESSES: `https://witness.bank.example, http://${host}:3300`,
      WORKSPACE_URL: `http://${host}:3000`,
      ...{ ...vault, VAULT_ADDR: `http://${host}:8200` },
    })),
    { ...kms, AWS_ENDPOINT_URL_KMS: 'http://127.0.0.1:4566' },
  ];
  for (const surroundings of kept) configOf(surroundings);
});
