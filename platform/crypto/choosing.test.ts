/** Which key provider a process has, by what it was started with. */
import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import { configOf } from '../config.ts';
import { keyRingOf } from './choosing.ts';
import { kmsKeys } from './kms-keys.ts';

/** Nobody asks a database here. */
const connect = async () => assert.fail('no connection');

test('only a process that has its keys in KMS loads the library for it', async () => {
  const loaded: string[] = [];
  const hooks = registerHooks({
    resolve(what, context, next) {
      if (/^@(aws-sdk|smithy)\//.test(what)) loaded.push(what);
      return next(what, context);
    },
  });
  try {
    await import('../../server.ts');
    assert.equal(await keyRingOf(configOf({ EARSHOT_HOME: '/nowhere' }), connect).state(), 'down');
    assert.deepEqual(loaded, []);
    process.env.AWS_ENDPOINT_URL_KMS = 'http://127.0.0.1:9';
    const all = async () => [{ version: 1, wrapped: Buffer.alloc(100) }];
    const kms = kmsKeys({ keyIds: ['alias/earshot'] }, { all, add: connect });
    await assert.rejects(kms.newest());
    assert.match(loaded.join(' '), /@aws-sdk\/client-kms/, 'it would have been noticed');
  } finally {
    hooks.deregister();
  }
});

test('the master keys are in one place: KMS by name, or several while the bank moves; not Vault as well', () => {
  const told = (name: string) => configOf({ EARSHOT_KMS_KEY_ID: name }).kms;
  assert.deepEqual(told('alias/earshot'), { keyIds: ['alias/earshot'] });
  assert.deepEqual(told(' alias/new , alias/old,'), { keyIds: ['alias/new', 'alias/old'] });
  assert.equal(told(' '), undefined);
  assert.equal(configOf({}).kms, undefined);
  const vault = { EARSHOT_VAULT_KEY: 'earshot', VAULT_ADDR: 'https://vault', VAULT_TOKEN_FILE: 'token' };
  assert.throws(() => configOf({ ...vault, EARSHOT_KMS_KEY_ID: 'alias/earshot' }), /have one place/);
});

test('while they move, the place from before is named, and another one is there to move to', () => {
  const vault = { EARSHOT_VAULT_KEY: 'earshot', VAULT_ADDR: 'https://vault', VAULT_TOKEN_FILE: 'token' };
  const kms = { EARSHOT_KMS_KEY_ID: 'alias/earshot' };
  const told = (before: string, names: object) =>
    configOf({ ...names, EARSHOT_KEYS_BEFORE: before }).keysBefore;
  for (const names of [vault, kms]) assert.equal(told('file', names), 'file');
  for (const names of [vault, { ...vault, ...kms }]) assert.equal(told('vault', names), 'vault');
  for (const names of [kms, { ...vault, ...kms }]) assert.equal(told('kms', names), 'kms');
  assert.equal(told('', kms), undefined);
  for (const [before, names, why] of [
    ['drawer', kms, /must be one of file, vault, kms/],
    ['vault', kms, /whose variables are not set/],
    ['kms', vault, /whose variables are not set/],
    ['file', {}, /no other place/],
    ['file', { ...vault, ...kms }, /two other places/],
  ] as const)
    assert.throws(() => told(before, names), why);
});
