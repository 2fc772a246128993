/** What the portal asks of the server; it has no store of answers, so that phones need not load one. */
import { useCallback, useEffect, useState } from 'react';

export interface Own<T> {
  data: T | undefined;
  problem: unknown;
  again: () => void;
}

/** Asks when it is first shown, and each time `again` is called; what was there stays until then. */
export function useOwn<T>(ask: (signal: AbortSignal) => Promise<T>): Own<T> {
  const [state, setState] = useState<{ data?: T; problem?: unknown }>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const leaving = new AbortController();
    ask(leaving.signal).then(
      (data) => !leaving.signal.aborted && setState({ data }),
      (problem) => !leaving.signal.aborted && setState((now) => ({ ...now, problem })),
    );
    return () => leaving.abort();
  }, [turn]);
  const again = useCallback(() => setTurn((now) => now + 1), []);
  return { data: state.data, problem: state.problem, again };
}
