import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { TextField } from '#design/field.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { endSessionsOf, setActive } from '../../administering-contract.ts';
import type { Member } from './page.tsx';

interface Asked {
  member: Member;
  onClose: () => void;
}

/** Lets somebody out at once, or in again; with a reason, which is kept. */
export function ActiveDialog({ member, onClose }: Asked) {
  const { t } = useLingui();
  const { staffId, fullName, active } = member;
  const [reason, setReason] = useState('');
  const told = useProblemWords();
  const saving = useAction((body: { active: boolean; reason: string }) =>
    call<typeof setActive>('PUT /api/staff/:staffId/active', { params: { staffId }, body }),
  );
  const save = async () => {
    if ((await saving.run({ active: !active, reason: reason.trim() })) !== undefined) onClose();
  };
  return (
    <Dialog
      title={active ? t`Deactivate ${fullName}?` : t`Activate ${fullName}?`}
      onClose={onClose}
      actions={
        <Button
          look={active ? 'harm' : 'primary'}
          busy={saving.busy}
          aria-disabled={reason.trim().length < 3}
          onClick={() => reason.trim().length >= 3 && void save()}
        >
          {active ? t`Deactivate` : t`Activate`}
        </Button>
      }
    >
      <p>
        {active
          ? t`They are out at once, wherever they are signed in, and cannot sign in again.`
          : t`They can sign in again in the ways they had.`}
      </p>
      {active && (
        <p>
          <Trans>Whom they look after, the manager of their branch can give to somebody else.</Trans>
        </p>
      )}
      {saving.problem !== undefined && <ProblemNotice problem={told(saving.problem)} />}
      <TextField
        label={t`Reason`}
        hint={t`Kept on record, for whoever asks later`}
        maxLength={500}
        required
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Dialog>
  );
}

export function EndSessionsDialog({ member, onClose }: Asked) {
  const { t } = useLingui();
  const { staffId, fullName } = member;
  const told = useProblemWords();
  const ending = useAction((_nothing: undefined) =>
    call<typeof endSessionsOf>('DELETE /api/staff/:staffId/sessions', { params: { staffId } }),
  );
  return (
    <Dialog
      title={t`End all sessions of ${fullName}?`}
      onClose={onClose}
      actions={
        <Button
          look="harm"
          busy={ending.busy}
          onClick={() => void ending.run(undefined).then((done) => done && onClose())}
        >
          <Trans>End sessions</Trans>
        </Button>
      }
    >
      <p>
        <Trans>They have to sign in again, and are told that an administrator ended them.</Trans>
      </p>
      {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
    </Dialog>
  );
}
