import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, lazy, Suspense, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { invite } from '../../inviting-contract.ts';
import { ContactChoice } from './contact-choice.tsx';
import style from './contacts.module.css';
import { OneTimeLink } from './one-time-link.tsx';
import type { File } from './opening.ts';

/** A first sign-in to the portal, or another one, for somebody who is here. */
export function InviteToPortal({ file }: { file: File }) {
  const { t } = useLingui();
  const [open, setOpen] = useState<'invite' | 'reset'>();
  const { ground } = file;
  const close = () => setOpen(undefined);
  // a document that a colleague has seen, too, is enough for a reset and not for an invitation
  if (ground.kind !== 'visit' && ground.kind !== 'call') return null;
  return (
    <div className={style.invite}>
      {ground.proven && <Button onClick={() => setOpen('invite')}>{t`Invite to the portal`}</Button>}
      <Button look="quiet" onClick={() => setOpen('reset')}>{t`They cannot sign in any more`}</Button>
      {open === 'invite' && <Invite file={file} onClose={close} />}
      {open === 'reset' && (
        <Suspense>
          <ResetSignIn file={file} onClose={close} />
        </Suspense>
      )}
    </div>
  );
}

const ResetSignIn = lazy(() => import('./reset.tsx'));

function Invite({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const points = file.contactPoints.filter(({ verified, safeToUse }) => verified && safeToUse);
  const [contactPointId, setContactPointId] = useState(points[0]?.contactPointId);
  const [made, setMade] = useState<Reply<typeof invite>>();
  const inviting = useAction(async (id: string, key) => {
    const reply = await call<typeof invite>('POST /api/customers/:customerId/invitations', {
      params: { customerId: file.customer.customerId },
      body: { contactPointId: id },
      key,
    });
    setMade(reply);
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (contactPointId !== undefined) void inviting.run(contactPointId);
  };
  const isThere = inviting.problem instanceof Problem && inviting.problem.code === 'not-now';
  return (
    <Dialog
      title={t`Invite to the portal`}
      width="wide"
      onClose={onClose}
      actions={
        made ? (
          <>
            <Button onClick={() => print()}>{t`Print`}</Button>
            <Button look="primary" onClick={onClose}>{t`Done`}</Button>
          </>
        ) : (
          <>
            <Button onClick={onClose}>{t`Cancel`}</Button>
            <Button
              look="primary"
              type="submit"
              form={form}
              busy={inviting.busy}
              disabled={points.length === 0}
            >{t`Make the link`}</Button>
          </>
        )
      }
    >
      {isThere && <Notice>{t`They sign in to the portal already.`}</Notice>}
      {inviting.problem !== undefined && !isThere && <ProblemNotice problem={told(inviting.problem)} />}
      {made ? (
        <OneTimeLink made={made} />
      ) : (
        <form id={form} onSubmit={submit}>
          <p>
            <Trans>
              They get a link that is good once, for three days. To use it they also type a contact point that
              the bank has verified: which one?
            </Trans>
          </p>
          <ContactChoice points={points} chosen={contactPointId} onChoose={setContactPointId} />
        </form>
      )}
    </Dialog>
  );
}
