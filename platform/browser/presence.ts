/**
 * Is somebody sitting there? Without input the page is covered, later the workspace is locked; all windows of
 * one
 * browser count as one, because the session is one.
 */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { inputs } from './touched.ts';

export interface PresenceLimits {
  /** Milliseconds without input until the page is covered, and until the workspace is locked. */
  coverAfter: number;
  lockAfter: number;
}

/** Does something when the page is covered: what must not wait under the cover is closed. */
export function useWhenCovered(act: () => void): void {
  const run = useEffectEvent(act);
  useEffect(() => {
    const listen = () => run();
    covering.addEventListener('covered', listen);
    return () => covering.removeEventListener('covered', listen);
  }, []);
}

const covering = new EventTarget();

/**
 * @returns whether the page is covered; `stepAway` covers at once, `comeBack` uncovers
 */
export function usePresence({ coverAfter, lockAfter }: PresenceLimits, onLock: () => void) {
  const [covered, setCovered] = useState(false);
  const lastInput = useRef(Date.now());
  const lock = useEffectEvent(onLock);
  useEffect(() => {
    const windows = new BroadcastChannel('earshot-presence');
    let told = 0;
    const noticed = () => {
      lastInput.current = Date.now();
      if (lastInput.current - told < 5_000) return;
      told = lastInput.current;
      windows.postMessage(told);
    };
    windows.onmessage = ({ data }) => {
      if (typeof data === 'number') lastInput.current = Math.max(lastInput.current, data);
    };
    const look = () => {
      const quiet = Date.now() - lastInput.current;
      if (quiet >= lockAfter) lock();
      else if (quiet >= coverAfter) setCovered(true);
    };
    for (const input of inputs) document.addEventListener(input, noticed, { passive: true, capture: true });
    document.addEventListener('visibilitychange', look);
    const clock = setInterval(look, 1_000);
    return () => {
      for (const input of inputs) document.removeEventListener(input, noticed, { capture: true });
      document.removeEventListener('visibilitychange', look);
      clearInterval(clock);
      windows.close();
    };
  }, [coverAfter, lockAfter]);
  useEffect(() => {
    if (covered) covering.dispatchEvent(new Event('covered'));
  }, [covered]);
  return {
    covered,
    stepAway: () => setCovered(true),
    comeBack: () => {
      lastInput.current = Date.now();
      setCovered(false);
    },
  };
}
