import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { proveAgain } from '../proving-contract.ts';

/** Password and code once more, before something that takes more than being signed in. */
export function ProveAgain({ onProven, onClose }: { onProven: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const proving = useAction((body: { password: string; code: string }) =>
    call<typeof proveAgain>('POST /api/re-authentication', { body }).then(() => true),
  );
  const prove = async (event: FormEvent) => {
    event.preventDefault();
    if (await proving.run({ password, code })) onProven();
  };
  return (
    <Dialog
      title={t`Is it still you?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Cancel`}</Button>
          <Button look="primary" type="submit" form={form} busy={proving.busy}>{t`Go on`}</Button>
        </>
      }
    >
      <form id={form} onSubmit={(event) => void prove(event)}>
        {proving.problem !== undefined && <ProblemNotice problem={told(proving.problem)} />}
        <p>
          <Trans>
            This weighs more than everyday work. Show once more who you are; it counts for five minutes.
          </Trans>
        </p>
        <TextField
          label={t`Password`}
          type="password"
          autoComplete="current-password"
          required
          maxLength={200}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        <TextField
          label={t`Code`}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          pattern="[0-9]{6}"
          maxLength={6}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </form>
    </Dialog>
  );
}

/** Did it fail only because the last proof is too old? */
export const needsProof = (problem: unknown): boolean =>
  problem instanceof Problem && problem.code === 'proof-needed';
