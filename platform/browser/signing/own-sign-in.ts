import { useCallback, useEffect, useState } from 'react';
import type { readOwnSignIn } from '#platform/auth/factors-contract.ts';
import type { Reply } from '#platform/contract.ts';
import { call } from '../api.ts';

export type OwnSignIn = Reply<typeof readOwnSignIn>;

/**
 * My ways to sign in, my sessions, and what changed about them; `again` reads them anew.
 * @param everyMilliseconds how often it is read by itself; not said: once
 */
export function useOwnSignIn(everyMilliseconds?: number) {
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
  useEffect(() => {
    void again();
    if (everyMilliseconds === undefined) return;
    const clock = setInterval(() => void again(), everyMilliseconds);
    return () => clearInterval(clock);
  }, [again, everyMilliseconds]);
  return { own, problem, again };
}
