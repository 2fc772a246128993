import { useCallback, useEffect, useState } from 'react';
import { call } from '#platform/browser/api.ts';
import type { Reply } from '#platform/contract.ts';
import type { ownUnderstanding } from '../../contract.ts';

export type Own = Reply<typeof ownUnderstanding>;

export interface Reading {
  own: Own | undefined;
  problem: unknown;
  /** After something was said; what is shown stays until the answer is there. */
  again: () => Promise<void>;
}

export function useOwn(): Reading {
  const [own, setOwn] = useState<Own>();
  const [problem, setProblem] = useState<unknown>();
  const again = useCallback(async (signal?: AbortSignal) => {
    setProblem(undefined);
    try {
      const found = await call<typeof ownUnderstanding>('GET /api/understanding', signal ? { signal } : {});
      if (!signal?.aborted) setOwn(found);
    } catch (caught) {
      if (!signal?.aborted) setProblem(caught);
    }
  }, []);
  useEffect(() => {
    const leaving = new AbortController();
    void again(leaving.signal);
    return () => leaving.abort();
  }, [again]);
  return { own, problem, again: () => again() };
}
