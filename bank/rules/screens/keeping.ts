/**
 * Keeps what is written on the server, a moment after the last stroke and at the latest after a few seconds
 * of writing, one save at a time; also what is not understood, and what is being typed. Whoever leaves the
 * page, and a server that does not answer, lose nothing.
 */
import { useCallback, useEffect, useReducer, useRef, useState } from 'react';
import { Problem } from '#platform/browser/api.ts';
import { type Checked, type Draft, save, type Written } from './reading.ts';

export interface Kept extends Checked {
  version: number;
  state: 'kept' | 'keeping' | 'failed';
  problem: unknown;
}

/** Milliseconds after the last stroke, of writing without a pause, and until it is tried once more. */
const pause = 600;
const longest = 2000;
const again = 5000;

export function useKeeping(draft: Draft, written: Written): Kept {
  const [kept, setKept] = useState<Kept>(() => ({
    ...{ version: draft.version, problems: draft.problems, results: draft.results },
    ...{ state: 'kept', problem: undefined },
  }));
  const [turn, tryAgain] = useReducer((count: number) => count + 1, 0);
  const text = JSON.stringify(written);
  const version = useRef(draft.version);
  const last = useRef(text);
  const newest = useRef(text);
  newest.current = text;
  /** When the first stroke was that is not kept. */
  const since = useRef<number>(undefined);
  const running = useRef<Promise<void>>(Promise.resolve());
  const { draftId } = draft;
  const keep = useCallback(async () => {
    const text = newest.current;
    if (text === last.current) return;
    since.current = undefined;
    try {
      const reply = await save(draftId, version.current, JSON.parse(text) as Written);
      version.current = reply.version;
      last.current = text;
      setKept({ ...reply, state: newest.current === text ? 'kept' : 'keeping', problem: undefined });
    } catch (problem) {
      setKept((now) => ({ ...now, state: 'failed', problem }));
      // no answer is no "no": what was written is still here
      if (!(problem instanceof Problem && problem.status >= 400 && problem.status < 500))
        setTimeout(tryAgain, again);
    }
  }, [draftId]);
  useEffect(() => {
    if (text === last.current)
      return setKept((now) => (now.state === 'keeping' ? { ...now, state: 'kept' } : now));
    since.current ??= Date.now();
    setKept((now) => ({ ...now, state: 'keeping' }));
    const wait = Math.max(0, Math.min(pause, since.current + longest - Date.now()));
    const timer = setTimeout(() => {
      running.current = running.current.then(keep);
    }, wait);
    return () => clearTimeout(timer);
  }, [text, turn, keep]);
  useEffect(
    () => () => {
      running.current = running.current.then(keep);
    },
    [keep],
  );
  return kept;
}
