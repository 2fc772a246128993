/** Keeps what is written on the server, a moment after the last stroke, one save at a time. */
import { useEffect, useRef, useState } from 'react';
import { type Checked, type Draft, save, type Written } from './reading.ts';

export interface Kept extends Checked {
  version: number;
  /** waiting: a cell is not understood yet, so that nothing can be kept of it. */
  state: 'kept' | 'keeping' | 'waiting' | 'failed';
  problem: unknown;
}

/** Milliseconds after the last stroke. */
const pause = 600;

export function useKeeping(draft: Draft, written: Written | undefined): Kept {
  const [kept, setKept] = useState<Kept>(() => ({
    ...{ version: draft.version, problems: draft.problems, results: draft.results },
    ...{ state: 'kept', problem: undefined },
  }));
  const version = useRef(draft.version);
  const last = useRef(written && JSON.stringify(written));
  const running = useRef<Promise<void>>(Promise.resolve());
  const text = written && JSON.stringify(written);
  const { draftId } = draft;
  useEffect(() => {
    if (text === undefined) return setKept((now) => ({ ...now, state: 'waiting' }));
    if (text === last.current)
      return setKept((now) => (now.state === 'waiting' ? { ...now, state: 'kept' } : now));
    setKept((now) => ({ ...now, state: 'keeping' }));
    const keep = async () => {
      if (text === last.current) return;
      try {
        const reply = await save(draftId, version.current, JSON.parse(text) as Written);
        version.current = reply.version;
        last.current = text;
        setKept({ ...reply, state: 'kept', problem: undefined });
      } catch (problem) {
        setKept((now) => ({ ...now, state: 'failed', problem }));
      }
    };
    const timer = setTimeout(() => {
      running.current = running.current.then(keep);
    }, pause);
    return () => clearTimeout(timer);
  }, [text, draftId]);
  return kept;
}
