/**
 * Passkeys as WebAuthn 3 has them: made by the browser for one origin, shown with the owner's finger, face or
 * PIN. Here is only checked what came back; challenges and keys are kept by who asks.
 */
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { Failure } from '../errors.ts';
import type { Assertion, Enrolment } from './factors-contract.ts';

/** What is kept of a passkey. */
export interface NewPasskey {
  credentialId: Buffer;
  publicKey: Buffer;
  signCount: bigint;
  mayBeBackedUp: boolean;
  backedUp: boolean;
}

/** The name that a passkey is bound to: the host of the origin. */
export const relyingParty = (origin: string): string => new URL(origin).hostname;

/** The challenge that the browser signed, as it says; whether we gave it out is asked of the database. */
export function challengeIn(clientData: string): string {
  try {
    const { challenge } = JSON.parse(Buffer.from(clientData, 'base64url').toString('utf8')) as {
      challenge?: unknown;
    };
    if (typeof challenge === 'string') return challenge;
  } catch {
    // what is no JSON holds no challenge
  }
  throw new Failure('passkey-refused');
}

/**
 * A new passkey, made here and now for this origin, by somebody whom the device has verified.
 * @throws Failure `passkey-refused`
 */
export async function checkEnrolment(given: Enrolment, origin: string): Promise<NewPasskey> {
  const { verifyRegistrationResponse } = await library();
  const response: RegistrationResponseJSON = {
    ...{ id: given.id, rawId: given.id, type: 'public-key', clientExtensionResults: {} },
    response: { clientDataJSON: given.clientData, attestationObject: given.attestation },
  };
  const { verified, registrationInfo: made } = await verifyRegistrationResponse({
    response,
    expectedChallenge: challengeIn(given.clientData),
    expectedOrigin: origin,
    expectedRPID: relyingParty(origin),
    requireUserVerification: true,
  }).catch(refuse);
  if (!verified) throw new Failure('passkey-refused');
  return {
    credentialId: Buffer.from(made.credential.id, 'base64url'),
    publicKey: Buffer.from(made.credential.publicKey),
    signCount: BigInt(made.credential.counter),
    mayBeBackedUp: made.credentialDeviceType === 'multiDevice',
    backedUp: made.credentialBackedUp,
  };
}

/**
 * The passkey signed our challenge for this origin, and its device has verified who holds it.
 * @returns the counter to keep, and whether a copy of the key is kept elsewhere
 * @throws Failure `passkey-refused`
 */
export async function checkAssertion(
  given: Assertion,
  origin: string,
  kept: { publicKey: Buffer },
): Promise<{ signCount: bigint; backedUp: boolean }> {
  const { verifyAuthenticationResponse } = await library();
  const response: AuthenticationResponseJSON = {
    ...{ id: given.id, rawId: given.id, type: 'public-key', clientExtensionResults: {} },
    response: {
      clientDataJSON: given.clientData,
      authenticatorData: given.authenticatorData,
      signature: given.signature,
    },
  };
  const { verified, authenticationInfo: shown } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challengeIn(given.clientData),
    expectedOrigin: origin,
    expectedRPID: relyingParty(origin),
    // The counter is compared where it is kept, in one statement with its change: two at once are two.
    credential: { id: given.id, publicKey: Uint8Array.from(kept.publicKey), counter: 0 },
    requireUserVerification: true,
  }).catch(refuse);
  if (!verified) throw new Failure('passkey-refused');
  return { signCount: BigInt(shown.newCounter), backedUp: shown.credentialBackedUp };
}

/** Loaded by the first who shows a passkey: it brings a dozen libraries for attestation along. */
const library = () => import('@simplewebauthn/server');

function refuse(cause: unknown): never {
  throw new Failure('passkey-refused', { cause });
}
