/**
 * What this screen shows, as the server says it: one question after the other, each waiting there for
 * something new. Without a connection nothing stays on the screen; when it is back, so is what is asked.
 */
import { useEffect, useState } from 'react';
import { call, Problem } from '#platform/browser/api.ts';
import type { Reply } from '#platform/contract.ts';
import type { askCode, screen } from '../../pairing-contract.ts';

type Kind = 'second screen' | 'waiting board';
export type Shown = Reply<typeof screen>;

export interface Following {
  /** Undefined while there is no connection, or nothing yet. */
  shown: Shown | undefined;
  /** What staff type to pair this screen. */
  code: string | undefined;
  lost: boolean;
  /** Takes what was answered, or is over, off the screen at once. */
  clear: () => void;
}

const lostMilliseconds = 2_000;
const crowdedMilliseconds = 15_000;

export function useFollowing(kind: Kind): Following {
  const [state, setState] = useState<Omit<Following, 'clear'>>({
    shown: undefined,
    code: undefined,
    lost: false,
  });
  useEffect(() => {
    const leaving = new AbortController();
    void follow(kind, leaving.signal, (change) => setState((now) => ({ ...now, ...change })));
    return () => leaving.abort();
  }, [kind]);
  const clear = () => setState((now) => ({ ...now, shown: now.shown && { ...now.shown, card: null } }));
  return { ...state, clear };
}

async function follow(kind: Kind, signal: AbortSignal, tell: (change: Partial<Following>) => void) {
  let seen: string | undefined;
  let code: string | undefined;
  while (!signal.aborted) {
    try {
      const shown = await call<typeof screen>('GET /api/screen', { query: seen ? { seen } : {}, signal });
      const needsCode =
        shown.state === 'new' || (shown.state === 'unpaired' && (!code || shown.kind !== kind));
      if (needsCode) {
        code = (await call<typeof askCode>('POST /api/screen/codes', { body: { kind } })).code;
        seen = undefined;
      } else {
        if (shown.state === 'paired') code = undefined;
        seen = shown.mark;
      }
      tell({ shown, code, lost: false });
    } catch (problem) {
      if (signal.aborted) return;
      seen = undefined;
      tell({ shown: undefined, lost: true });
      const crowded = problem instanceof Problem && problem.code === 'too-many';
      await new Promise((wake) => setTimeout(wake, crowded ? crowdedMilliseconds : lostMilliseconds));
    }
  }
}
