/**
 * Sign-in through the bank's own identity provider: OpenID Connect, authorization code with PKCE, state and
 * nonce (RFC 9700). Which provider is configuration only.
 */
import type { Configuration } from 'openid-client';
import { Failure } from '../errors.ts';
import { newToken } from './secrets.ts';

export interface Provider {
  /** "https://login.bank.example": what its discovery document says it is. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** The claim that holds the user name here. */
  userClaim: string;
  /** Seconds: a sign-in at the provider that is older is not taken. */
  ageSecondsMax: number;
  /** How strong the sign-in at the provider must have been; undefined: as the provider does it. */
  acr: string | undefined;
  /** May staff still sign in with a password of ours? */
  passwords: boolean;
}

/** What has to be kept until the browser is back, by the hash of `state`. */
export interface Away {
  state: string;
  nonce: string;
  verifier: string;
}

/**
 * Where the browser goes to.
 * @param again the person has to sign in at the provider now, whether or not it knows them
 */
export async function addressOf(
  provider: Provider,
  returnTo: string,
  again: boolean,
): Promise<{ address: string; away: Away }> {
  const client = await import('openid-client');
  const away = { state: newToken(), nonce: newToken(), verifier: client.randomPKCECodeVerifier() };
  const address = client.buildAuthorizationUrl(await discovered(provider), {
    ...{ redirect_uri: returnTo, scope: 'openid profile', state: away.state, nonce: away.nonce },
    ...{ code_challenge: await client.calculatePKCECodeChallenge(away.verifier) },
    ...{ code_challenge_method: 'S256', max_age: String(again ? 0 : provider.ageSecondsMax) },
    ...(again ? { prompt: 'login' } : {}),
    ...(provider.acr === undefined ? {} : { acr_values: provider.acr }),
  });
  return { address: address.href, away };
}

/**
 * Who came back, by the provider's own word: signature, issuer, audience, nonce, expiry and age are checked.
 * `key` is what the provider itself knows them by, for good; a user name may pass to another.
 * @param returned the whole address that the browser came back to
 * @throws Failure `sign-on-refused`
 */
export async function whoCameBack(
  provider: Provider,
  returned: URL,
  away: Away,
): Promise<{ userName: string; key: string; authenticatedAt: Temporal.Instant }> {
  const client = await import('openid-client');
  const tokens = await client
    .authorizationCodeGrant(await discovered(provider), returned, {
      ...{ expectedState: away.state, expectedNonce: away.nonce, pkceCodeVerifier: away.verifier },
      ...{ idTokenExpected: true, maxAge: provider.ageSecondsMax },
    })
    .catch((cause: unknown) => {
      throw new Failure('sign-on-refused', { cause });
    });
  const claims = tokens.claims();
  const userName = claims?.[provider.userClaim];
  const [at, sub] = [claims?.auth_time, claims?.sub];
  const strong = provider.acr === undefined || claims?.acr === provider.acr;
  if (typeof userName !== 'string' || typeof at !== 'number' || sub === undefined || !strong)
    throw new Failure('sign-on-refused');
  const authenticatedAt = Temporal.Instant.fromEpochMilliseconds(at * 1000);
  return { userName, key: `${provider.issuer} ${sub}`, authenticatedAt };
}

const found = new WeakMap<Provider, Promise<Configuration>>();

/** The provider's own description, asked for once; a failure is not kept. */
async function discovered(provider: Provider): Promise<Configuration> {
  const known = found.get(provider);
  if (known !== undefined) return known;
  const { allowInsecureRequests, discovery } = await import('openid-client');
  const issuer = new URL(provider.issuer);
  // In the clear on this machine's own loopback only; everywhere else TLS is demanded.
  const local = /^(localhost|127\.0\.0\.1|\[::1\])$/.test(issuer.hostname);
  const asked = discovery(issuer, provider.clientId, provider.clientSecret, undefined, {
    timeout: 10,
    execute: local ? [allowInsecureRequests] : [],
  }).catch((cause: unknown) => {
    found.delete(provider);
    throw new Failure('sign-on-refused', { cause });
  });
  found.set(provider, asked);
  return asked;
}
