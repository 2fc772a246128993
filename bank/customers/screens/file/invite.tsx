import { Trans, useLingui } from '@lingui/react/macro';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { ChoiceField } from '#design/field.tsx';
import { Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call, Problem } from '#platform/browser/api.ts';
import { useFormats } from '#platform/browser/formats.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { invite } from '../../inviting-contract.ts';
import { contactWords, wordOr } from './contact-words.ts';
import style from './contacts.module.css';
import type { File } from './opening.ts';

/** A first sign-in to the portal, for somebody who is proven to be here. */
export function InviteToPortal({ file }: { file: File }) {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { ground } = file;
  if (!ground.proven || (ground.kind !== 'visit' && ground.kind !== 'call')) return null;
  return (
    <div className={style.invite}>
      <Button onClick={() => setOpen(true)}>{t`Invite to the portal`}</Button>
      {open && <Invite file={file} onClose={() => setOpen(false)} />}
    </div>
  );
}

function Invite({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const form = useId();
  const points = file.contactPoints.filter(({ verified, safeToUse }) => verified && safeToUse);
  const [contactPointId, setContactPointId] = useState(points[0]?.contactPointId);
  const [made, setMade] = useState<Reply<typeof invite>>();
  const inviting = useAction(async (id: string) => {
    const reply = await call<typeof invite>('POST /api/customers/:customerId/invitations', {
      params: { customerId: file.customer.customerId },
      body: { contactPointId: id },
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
        <Made made={made} />
      ) : (
        <form id={form} onSubmit={submit}>
          <p>
            <Trans>
              They get a link that is good once, for three days. To use it they also type a contact point that
              the bank has verified: which one?
            </Trans>
          </p>
          {points.length === 0 ? (
            <Notice tone="amber">{t`No contact point of theirs is verified and safe to use.`}</Notice>
          ) : (
            <ChoiceField
              label={t`Contact point`}
              shape="rows"
              value={contactPointId}
              onChoose={setContactPointId}
              options={points.map(({ contactPointId: value, kind, purpose, value: { hint } }) => {
                const what = kind === 'phone' ? t`Telephone` : t`E-mail`;
                return { value, says: `${what}, ${t(wordOr(contactWords, purpose))}`, more: hint };
              })}
            />
          )}
        </form>
      )}
    </Dialog>
  );
}

function Made({ made }: { made: Reply<typeof invite> }) {
  const { t } = useLingui();
  const formats = useFormats();
  const until = formats.dateTime(made.until);
  return (
    <div data-paper>
      <p>{t`Hand this to them on paper, or let them type it. It is shown once, and good until ${until}.`}</p>
      <p className={style.link}>{made.link}</p>
    </div>
  );
}
