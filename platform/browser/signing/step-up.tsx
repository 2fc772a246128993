import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { onStepUp } from '../api.ts';

/**
 * Listens for calls that take a fresh proof, and asks for it. One of it stands in each app.
 * @param passwords may it be proven by a password?
 */
export function StepUp({ more, passwords = true }: { more?: ReactNode; passwords?: boolean }) {
  const [waiting, setWaiting] = useState<((proven: boolean) => void)[]>([]);
  useEffect(() => onStepUp(() => new Promise((resolve) => setWaiting((others) => [...others, resolve]))), []);
  const answer = (proven: boolean) => {
    for (const resolve of waiting) resolve(proven);
    setWaiting([]);
  };
  if (waiting.length === 0) return null;
  return (
    <Suspense>
      <ProveDialog
        more={more}
        passwords={passwords}
        onProven={() => answer(true)}
        onClose={() => answer(false)}
      />
    </Suspense>
  );
}

const ProveDialog = lazy(() => import('./prove.tsx'));
