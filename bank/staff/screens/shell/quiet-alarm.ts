/**
 * Stepping away with Shift: the same cover, and a quiet alarm. It is in no list of keys and says nothing,
 * here or when it fails: whoever looks on sees somebody cover the screen. docs/operations.md.
 */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { call } from '#platform/browser/api.ts';
import type { raiseAlarm } from '../../contract.ts';

/** @returns a key for all that is on the page: with another one it is drawn anew, and asks anew, in vain */
export function useQuietAlarm(stepAway: () => void): number {
  const queries = useQueryClient();
  const [turn, setTurn] = useState(0);
  const raise = useEffectEvent(() => {
    stepAway();
    void send(() => {
      // gone, and not only to be asked for anew: what a page was first filled with would come back
      queries.clear();
      setTurn((now) => now + 1);
    });
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const mod = event.ctrlKey || event.metaKey;
      if (!event.shiftKey || !(event.code === 'F8' || (mod && event.code === 'Period'))) return;
      event.preventDefault();
      event.stopPropagation();
      raise();
    };
    document.addEventListener('keydown', listen, { capture: true });
    return () => document.removeEventListener('keydown', listen, { capture: true });
  }, []);
  return turn;
}

const tries = 10;

/** Until it has arrived; a database that is "out of order" says that it has. */
async function send(after: () => void): Promise<void> {
  for (let n = 0; n < tries; n += 1) {
    const done = await call<typeof raiseAlarm>('POST /api/step-away', { again: false }).then(
      () => true,
      () => false,
    );
    after();
    if (done) return;
    await new Promise((wake) => setTimeout(wake, 1_000 * (n + 1)));
  }
}
