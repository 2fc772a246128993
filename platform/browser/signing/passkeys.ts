/** Passkeys as the browser makes and shows them; the server checks everything that is said here. */
import type { Assertion, beginEnrolment, Enrolment } from '#platform/auth/factors-contract.ts';
import type { Reply } from '#platform/contract.ts';

/** Can this browser? (All that are kept up to date since 2025.) */
export const passkeysWork = (): boolean =>
  typeof PublicKeyCredential === 'function' && 'parseCreationOptionsFromJSON' in PublicKeyCredential;

/**
 * Asks the device for a new passkey.
 * @throws DOMException NotAllowedError when the person said no, InvalidStateError when the device has one
 */
export async function makePasskey(offer: Reply<typeof beginEnrolment>, name: string): Promise<Enrolment> {
  const { userId, userName, displayName } = offer;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON({
    ...{ challenge: offer.challenge, rp: { id: offer.host, name: 'Earshot' } },
    user: { id: userId, name: userName, displayName },
    // EdDSA, ES256, RS256: what the server verifies, best first.
    pubKeyCredParams: [-8, -7, -257].map((alg) => ({ alg, type: 'public-key' })),
    authenticatorSelection: {
      ...{ residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    },
    excludeCredentials: offer.passkeys.map(listed),
    attestation: 'none',
  });
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...{ id: made.id, name, transports: response.getTransports() },
    clientData: base64url(response.clientDataJSON),
    attestation: base64url(response.attestationObject),
  };
}

/**
 * Asks the device to show a passkey: one of these, or whichever the person picks.
 * @throws DOMException NotAllowedError when the person said no, or there is none
 */
export async function showPasskey(asked: {
  challenge: string;
  host: string;
  passkeys?: readonly string[];
}): Promise<Assertion> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON({
    ...{ challenge: asked.challenge, rpId: asked.host, userVerification: 'required' },
    allowCredentials: (asked.passkeys ?? []).map(listed),
  });
  const shown = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  const response = shown.response as AuthenticatorAssertionResponse;
  return {
    id: shown.id,
    clientData: base64url(response.clientDataJSON),
    authenticatorData: base64url(response.authenticatorData),
    signature: base64url(response.signature),
  };
}

const listed = (id: string) => ({ id, type: 'public-key' });

const base64url = (buffer: ArrayBuffer): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
