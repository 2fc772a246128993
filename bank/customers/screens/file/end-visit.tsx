import { Trans, useLingui } from '@lingui/react/macro';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { desk } from '#bank/conversations/contract.ts';
import { sendMove } from '#bank/conversations/screens/visits.ts';
import { useMay } from '#bank/staff/screens/me.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { say } from '#design/say.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { useHasUnsent } from './drafts-here.ts';
import type { File } from './opening.ts';

/** Ends the visit or call that gave the reason to open this file; with it the file closes. */
export function EndVisit({ file }: { file: File }) {
  const { t } = useLingui();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const { kind } = file.ground;
  if (!may('visit.move') || (kind !== 'visit' && kind !== 'call')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{kind === 'call' ? t`End call` : t`End visit`}</Button>
      {open && <EndDialog file={file} onClose={() => setOpen(false)} />}
    </>
  );
}

function EndDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const navigate = useNavigate();
  const hasUnsent = useHasUnsent(file.customer.customerId);
  const ending = useAction(endVisit);
  const isCall = file.ground.kind === 'call';
  const end = async () => {
    const ended = await ending.run(file.ground.groundId);
    if (ended === undefined) return;
    onClose();
    say(
      isCall ? t`The call has ended and the file is closed.` : t`The visit has ended and the file is closed.`,
    );
    await navigate({ to: '/' });
  };
  return (
    <Dialog
      title={isCall ? t`End this call?` : t`End this visit?`}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{t`Not yet`}</Button>
          <Button look="primary" busy={ending.busy} onClick={() => void end()}>
            {isCall ? t`End call` : t`End visit`}
          </Button>
        </>
      }
    >
      {ending.problem !== undefined && <ProblemNotice problem={told(ending.problem)} />}
      {hasUnsent && (
        <Notice tone="amber">
          <Trans>You have written something here that is not saved yet. Save it before you end.</Trans>
        </Notice>
      )}
      <p>
        <Trans>
          The file closes with it. What you wrote and promised stays, and promises come back on their day.
        </Trans>
      </p>
    </Dialog>
  );
}

/** The desk knows the version of the visit; it may have moved since the file was opened. */
async function endVisit(visitId: string) {
  const { visits } = await call<typeof desk>('GET /api/desk');
  const visit = visits.find((one) => one.visitId === visitId);
  if (visit === undefined) throw new Problem({ status: 409, code: 'not-now' });
  return sendMove({ visit, what: 'end' });
}
