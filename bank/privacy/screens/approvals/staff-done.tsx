import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import {
  change,
  enter,
  type OneTimeLink,
  resetSignInOf,
} from '#bank/staff/screens/administration/approved.ts';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import style from '../asked.module.css';
import type { Approval } from './approvals.ts';
import { useWhat } from './request-line.tsx';

/** Does what was approved about a member of staff; a one-time link is shown once. */
export default function StaffDone({ approval, onClose }: { approval: Approval; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const formats = useFormats();
  const what = useWhat();
  const doing = useAction((_nothing: undefined, key) => done(approval, key));
  const [made, setMade] = useState<OneTimeLink>();
  const whom = approval.particulars?.fullName ?? approval.about ?? t`somebody`;
  const decidedBy = approval.decidedByName ?? t`Somebody else`;
  const until = made ? formats.dateTime(made.until) : '';
  const act = async () => {
    const reply = await doing.run(undefined);
    if (reply === undefined) return;
    if (reply === 'done') onClose();
    else setMade(reply);
  };
  return (
    <Dialog
      title={what(approval)}
      onClose={onClose}
      actions={
        made ? (
          <Button look="primary" onClick={onClose}>{t`Done`}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t`Cancel`}</Button>
            <Button look="primary" busy={doing.busy} onClick={() => void act()}>{t`Do it`}</Button>
          </>
        )
      }
    >
      {doing.problem !== undefined && <ProblemNotice problem={told(doing.problem)} />}
      {made ? (
        <>
          <Notice>
            <Trans>
              Give this link to {whom} yourself. It is good once, until {until}, and is not shown again.
            </Trans>
          </Notice>
          <p className={style.link}>{made.link}</p>
        </>
      ) : (
        <p>
          <Trans>{decidedBy} has approved just this.</Trans>
        </p>
      )}
    </Dialog>
  );
}

async function done(approval: Approval, key: string): Promise<OneTimeLink | 'done'> {
  const { approvalId, action, staffId, role, particulars } = approval;
  if (action === 'sign-in reset' && staffId !== null) return resetSignInOf(staffId, { approvalId }, key);
  if (particulars === undefined) throw new RangeError(`${action} says nothing of anybody`);
  if (action === 'staff entry' && role !== null) return enter({ approvalId, role, particulars }, key);
  await change(staffId ?? '', { approvalId, particulars });
  return 'done';
}
