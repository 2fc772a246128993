import { useCallback, useEffect, useState } from 'react';
import { call } from '#platform/browser/api.ts';
import type { Reply } from '#platform/contract.ts';
import type * as contract from '../../inquiring-contract.ts';

export type OwnInquiry = Reply<typeof contract.ownInquiries>['inquiries'][number];

/** What she has asked, newest first; undefined while it is asked for. */
export function useOwnInquiries() {
  const [inquiries, setInquiries] = useState<OwnInquiry[]>();
  const [problem, setProblem] = useState<unknown>();
  const read = useCallback(async (signal?: AbortSignal) => {
    setProblem(undefined);
    try {
      const reply = await call<typeof contract.ownInquiries>('GET /api/own-inquiries', {
        ...(signal && { signal }),
      });
      if (!signal?.aborted) setInquiries(reply.inquiries);
    } catch (caught) {
      if (!signal?.aborted) setProblem(caught);
    }
  }, []);
  useEffect(() => {
    const leaving = new AbortController();
    void read(leaving.signal);
    return () => leaving.abort();
  }, [read]);
  return { inquiries, problem, again: () => read() };
}
