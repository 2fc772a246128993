import { useCallback, useEffect, useState } from 'react';
import type { readOwnSignIn } from '#platform/auth/factors-contract.ts';
import type { Reply } from '#platform/contract.ts';
import { call } from '../api.ts';

export type OwnSignIn = Reply<typeof readOwnSignIn>;

/** My ways to sign in, my sessions, and what changed about them; `again` reads them anew. */
export function useOwnSignIn() {
  const [own, setOwn] = useState<OwnSignIn>();
  const [problem, setProblem] = useState<unknown>();
  const again = useCallback(async () => {
    try {
      setOwn(await call<typeof readOwnSignIn>('GET /api/own-sign-in'));
      setProblem(undefined);
    } catch (thrown) {
      setProblem(thrown);
    }
  }, []);
  useEffect(() => void again(), [again]);
  return { own, problem, again };
}
