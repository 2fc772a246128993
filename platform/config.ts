/**
 * What the surroundings say: environment variables, each with its default. Read once, at the start of a
 * process.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Provider } from './auth/single-sign-on.ts';
import type { KmsSettings } from './crypto/kms-keys.ts';
import { type KeyPlace, keyPlaces } from './crypto/moving-keys.ts';
import type { VaultSettings } from './crypto/vault-keys.ts';

export interface Config {
  /** Where Earshot keeps its data, log-ins and demo sign-ins. */
  home: string;
  /** TCP ports of the two apps. */
  port: number;
  portalPort: number;
  /** The address to listen on: loopback only, unless the bank says otherwise. */
  host: string;
  /** The owner's URL of the bank's own PostgreSQL; undefined: the embedded one. Only `migrate` uses it. */
  databaseUrl: string | undefined;
  logLevel: string;
  /** Folders and URLs of the witnesses of the record. */
  witnesses: string[];
  /** Where the master keys are kept, in one of these; both undefined: in a file, EARSHOT_HOME/keys. */
  vault?: VaultSettings | undefined;
  kms?: KmsSettings | undefined;
  /** From where the master keys are moving to the other place that is named; undefined: they are not. */
  keysBefore?: KeyPlace | undefined;
  /** Where people reach the apps; undefined: on this machine's loopback. */
  workspaceUrl?: string | undefined;
  portalUrl?: string | undefined;
  /** Addresses or networks of the TLS proxy in front, whose X-Forwarded-For is believed; undefined: none. */
  trustedProxy?: string | undefined;
  /** The bank's own identity provider for staff; undefined: none. */
  provider?: Provider | undefined;
}

/**
 * @param environment usually process.env
 * @throws RangeError naming the variable that cannot be understood
 */
export function configOf(environment: Record<string, string | undefined>): Config {
  const home = path.resolve(environment.EARSHOT_HOME ?? '.earshot');
  return {
    home,
    port: portOf('PORT', environment.PORT, 3000),
    portalPort: portOf('PORTAL_PORT', environment.PORTAL_PORT, 3001),
    host: environment.HOST ?? '127.0.0.1',
    databaseUrl: databaseIn(environment.DATABASE_URL),
    logLevel: environment.LOG_LEVEL ?? 'info',
    witnesses: witnessesOf(environment.WITNESSES, home),
    vault: vaultOf(environment),
    kms: kmsOf(environment),
    keysBefore: keysBeforeOf(environment),
    workspaceUrl: originIn('WORKSPACE_URL', environment.WORKSPACE_URL),
    portalUrl: originIn('PORTAL_URL', environment.PORTAL_URL),
    trustedProxy: environment.TRUSTED_PROXY || undefined,
    provider: providerIn(environment),
  };
}

/** Is that this machine? What is said to it goes over no network. */
export const isHere = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

/** @throws RangeError where it would be spoken to in plain text over a network (docs/security.md, row 79) */
function encrypted(name: string, address: string): string {
  const url = URL.parse(address);
  if (url === null || url.protocol !== 'http:' || isHere(url.hostname)) return address;
  throw new RangeError(`${name} must begin with https: unless it is on this machine, not "${url.origin}".`);
}

/** @throws RangeError without the URL itself: it has a password */
function databaseIn(text: string | undefined): string | undefined {
  if (!text) return undefined;
  const url = URL.parse(text);
  if (url === null) throw new RangeError('DATABASE_URL must be like postgresql://owner:…@host/earshot.');
  if (isHere(url.hostname) || encryptedModes.includes(url.searchParams.get('sslmode') ?? '')) return text;
  throw new RangeError(
    `DATABASE_URL must end with ?sslmode=verify-full: nothing goes to ${url.hostname} in plain text.`,
  );
}

/** Of a database's URL: in each, node-postgres compares the server's certificate. */
export const encryptedModes: readonly string[] = ['require', 'verify-ca', 'verify-full'];

/** "https://witness.example, /mnt/compliance/witness"; by default a folder of the home. */
function witnessesOf(text: string | undefined, home: string): string[] {
  const places = (text ?? '').split(',').map((place) => place.trim());
  const named = places.filter((place) => place !== '');
  if (named.length === 0) return [path.join(home, 'witness')];
  return named.map((place) =>
    /^https?:\/\//.test(place) ? encrypted('WITNESSES', place) : path.resolve(place),
  );
}

function vaultOf(environment: Record<string, string | undefined>): VaultSettings | undefined {
  const { VAULT_ADDR: address, EARSHOT_VAULT_KEY: key, VAULT_TOKEN_FILE: tokenFile } = environment;
  if (!key) return undefined;
  if (!address || !tokenFile)
    throw new RangeError('EARSHOT_VAULT_KEY needs VAULT_ADDR and VAULT_TOKEN_FILE beside it.');
  encrypted('VAULT_ADDR', address);
  return { address, key, tokenFile, mount: environment.EARSHOT_VAULT_MOUNT ?? 'transit' };
}

function kmsOf(environment: Record<string, string | undefined>): KmsSettings | undefined {
  const [first, ...others] = (environment.EARSHOT_KMS_KEY_ID ?? '').split(',').map((one) => one.trim());
  if (!first) return undefined;
  if (environment.EARSHOT_VAULT_KEY && !environment.EARSHOT_KEYS_BEFORE)
    throw new RangeError(
      'Master keys have one place, EARSHOT_VAULT_KEY or EARSHOT_KMS_KEY_ID, unless EARSHOT_KEYS_BEFORE ' +
        'says from which they move.',
    );
  for (const name of ['AWS_ENDPOINT_URL_KMS', 'AWS_ENDPOINT_URL']) encrypted(name, environment[name] ?? '');
  return { keyIds: [first, ...others.filter((one) => one !== '')] };
}

/** @throws RangeError unless it is a place that is named, and there is another one to move to */
function keysBeforeOf(environment: Record<string, string | undefined>): KeyPlace | undefined {
  const { EARSHOT_KEYS_BEFORE: said, EARSHOT_VAULT_KEY: vault, EARSHOT_KMS_KEY_ID: kms } = environment;
  if (!said) return undefined;
  const before = keyPlaces.find((place) => place === said);
  if (before === undefined)
    throw new RangeError(`EARSHOT_KEYS_BEFORE must be one of ${keyPlaces.join(', ')}, not "${said}".`);
  const isThere = { file: true, vault: !!vault, kms: !!kms }[before];
  if (!isThere) throw new RangeError(`EARSHOT_KEYS_BEFORE says ${before}, whose variables are not set.`);
  if (before === 'file' && !vault && !kms)
    throw new RangeError('EARSHOT_KEYS_BEFORE says file, and no other place is named.');
  if (before === 'file' && vault && kms)
    throw new RangeError('EARSHOT_KEYS_BEFORE says file, and two other places are named.');
  return before;
}

function portOf(name: string, text: string | undefined, otherwise: number): number {
  if (text === undefined || text === '') return otherwise;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new RangeError(`${name} must be a port from 0 to 65535, not "${text}".`);
}

function originIn(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/')
    return encrypted(name, url.origin);
  throw new RangeError(`${name} must be an address such as https://crm.bank.example, not "${text}".`);
}

function providerIn(environment: Record<string, string | undefined>): Provider | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId } = environment;
  const { OIDC_CLIENT_SECRET_FILE: secretFile, OIDC_MAX_AGE: age, PASSWORD_SIGN_IN: passwords } = environment;
  if (!issuer) {
    if (passwords === 'off')
      throw new RangeError('PASSWORD_SIGN_IN can be off only where OIDC_ISSUER is set.');
    return undefined;
  }
  if (!clientId || !secretFile)
    throw new RangeError('OIDC_ISSUER needs OIDC_CLIENT_ID and OIDC_CLIENT_SECRET_FILE.');
  if (passwords && !['on', 'off'].includes(passwords))
    throw new RangeError(`PASSWORD_SIGN_IN must be on or off, not "${passwords}".`);
  const ageSecondsMax = Number(age || 43_200);
  if (!Number.isInteger(ageSecondsMax) || ageSecondsMax < 0)
    throw new RangeError(`OIDC_MAX_AGE must be a number of seconds, not "${age}".`);
  return {
    ...{ issuer, clientId, clientSecret: readFileSync(secretFile, 'utf8').trim() },
    ...{ userClaim: environment.OIDC_USER_CLAIM || 'preferred_username', ageSecondsMax },
    ...{ acr: environment.OIDC_ACR || undefined, passwords: passwords !== 'off' },
  };
}
