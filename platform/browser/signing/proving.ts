import type { beginProof, proveByPasskey } from '#platform/auth/factors-contract.ts';
import { call } from '../api.ts';
import { showPasskey } from './passkeys.ts';

/** Shows a passkey for the session that there is; unlocks it too. */
export async function prove() {
  const asked = await call<typeof beginProof>('POST /api/proof-challenges');
  return call<typeof proveByPasskey>('POST /api/proofs/passkey', { body: await showPasskey(asked) });
}
