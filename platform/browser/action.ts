import { useRef, useState } from 'react';
import { Problem } from './api.ts';

export interface Action<A, R> {
  /** Does it; the reply, or undefined when it did not work (then `problem` says why). */
  run: (argument: A) => Promise<R | undefined>;
  busy: boolean;
  /** Why the last try did not work. */
  problem: unknown;
  reset: () => void;
}

/**
 * A deed of a screen: sends, checks in, saves. Gives each deed an idempotency key that stays the same while
 * the same
 * thing is tried again, because an answer that got lost may have been a success.
 */
export function useAction<A, R>(act: (argument: A, key: string) => Promise<R>): Action<A, R> {
  const [state, setState] = useState<{ busy: boolean; problem: unknown }>({
    busy: false,
    problem: undefined,
  });
  const tried = useRef<{ of: string; key: string }>(undefined);
  const running = useRef(false);
  return {
    ...state,
    reset: () => setState({ busy: false, problem: undefined }),
    run: async (argument) => {
      if (running.current) return undefined;
      running.current = true;
      setState({ busy: true, problem: undefined });
      const of = JSON.stringify(argument) ?? '';
      const key = tried.current?.of === of ? tried.current.key : crypto.randomUUID();
      tried.current = { of, key };
      try {
        const reply = await act(argument, key);
        tried.current = undefined;
        setState({ busy: false, problem: undefined });
        return reply;
      } catch (problem) {
        if (problem instanceof Problem && isDecided(problem)) tried.current = undefined;
        setState({ busy: false, problem });
        return undefined;
      } finally {
        running.current = false;
      }
    },
  };
}

/**
 * The server has said no for good: what comes next is a new deed. No answer or a 5xx may have been done after
 * all.
 */
function isDecided({ status, code }: Problem): boolean {
  return status >= 400 && status < 500 && !asksFirst.has(code);
}

/** Not about the deed, which may have been done before: what comes after signing in is the same deed. */
const asksFirst = new Set<Problem['code']>(['sign-in-required', 'locked', 'step-up', 'too-many']);
