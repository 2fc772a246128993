import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '#platform/browser/api.ts';
import type { Of } from '../../own-checking.ts';
import type { ownEntries } from '../../own-proofs-contract.ts';
import type { Entry } from './words.ts';

export interface Reading {
  entries: Entry[];
  /** Undefined while the first page is asked for. */
  isThere: boolean;
  hasMore: boolean;
  /** Looks of all customers together that are kept back; null: fewer than ten. */
  keptBack: number | null;
  busy: boolean;
  problem: unknown;
  more: () => void;
}

interface State {
  entries: Entry[];
  next: string | null | undefined;
  keptBack: number | null;
}

/** Entries of one kind, newest first, a page after the other. */
export function useEntries(of: Of): Reading {
  const [state, setState] = useState<State>({ entries: [], next: undefined, keptBack: null });
  const [busy, setBusy] = useState(true);
  const [problem, setProblem] = useState<unknown>();
  const leaving = useRef(new AbortController());
  const read = useCallback(
    async (before: string | undefined, { signal }: AbortController) => {
      setBusy(true);
      setProblem(undefined);
      try {
        const query = { of, most: 25, ...(before && { before }) };
        const page = await call<typeof ownEntries>('GET /api/own-record', { query, signal });
        if (signal.aborted) return;
        setState(({ entries }) => ({
          entries: before === undefined ? page.entries : [...entries, ...page.entries],
          next: page.next,
          keptBack: page.keptBack,
        }));
      } catch (caught) {
        if (signal.aborted) return;
        setProblem(caught);
      }
      setBusy(false);
    },
    [of],
  );
  useEffect(() => {
    const own = new AbortController();
    leaving.current = own;
    void read(undefined, own);
    return () => own.abort();
  }, [read]);
  return {
    entries: state.entries,
    isThere: state.next !== undefined,
    keptBack: state.keptBack,
    hasMore: typeof state.next === 'string',
    busy,
    problem,
    more: () => void read(state.next ?? undefined, leaving.current),
  };
}
