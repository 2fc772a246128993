import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { type Approval, nothingElse } from '#bank/privacy/screens/approvals/approvals.ts';
import { AskApproval } from '#bank/privacy/screens/approvals/ask.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { say } from '#design/say.tsx';
import { ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { resetSignIn } from '../../resetting-contract.ts';
import { ContactChoice } from './contact-choice.tsx';
import { LinkShown, useOwnRequest, Waiting } from './link-by-two.tsx';
import type { File } from './opening.ts';

/** Asks for a second person, waits, then shuts everything and shows the link, once. */
export default function ResetSignIn({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useLingui();
  const request = useOwnRequest('customer sign-in reset', file.customer.customerId);
  const { approvals, mine, again } = request;
  const [made, setMade] = useState<Made>();
  if (made !== undefined)
    return <LinkShown title={t`Every way to sign in is shut`} made={made} onClose={onClose} />;
  if (mine?.state === 'approved') return <Reset approval={mine} onMade={setMade} onClose={onClose} />;
  if (approvals.isSuccess && mine === undefined)
    return <Asking file={file} onClose={onClose} again={again} />;
  return (
    <Dialog
      title={t`Reset the sign-in`}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t`Close`}</Button>}
    >
      <Waiting {...request} />
    </Dialog>
  );
}

type Made = Reply<typeof resetSignIn>;

function Asking({ file, onClose, again }: { file: File; onClose: () => void; again: () => void }) {
  const { t } = useLingui();
  const points = file.contactPoints.filter(({ verified, safeToUse }) => verified && safeToUse);
  const [contactPointId, setContactPointId] = useState(points[0]?.contactPointId);
  const { customerId } = file.customer;
  const what = { ...nothingElse, action: 'customer sign-in reset', customerId } as const;
  return (
    <AskApproval
      title={t`Reset the sign-in`}
      what={contactPointId === undefined ? undefined : { ...what, contactPointId }}
      onClose={onClose}
      onAsked={() => {
        say(t`Asked. It comes up here when it is approved.`);
        again();
      }}
    >
      <p>
        <Trans>
          For somebody who has lost every way to sign in. All passkeys, the password and all sessions end in
          the same moment; for new ones they get a link for one day, and type a contact point that has been
          verified, safe and unchanged for a week.
        </Trans>
      </p>
      <ContactChoice points={points} chosen={contactPointId} onChoose={setContactPointId} />
    </AskApproval>
  );
}

function Reset(props: { approval: Approval; onMade: (made: Made) => void; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const { approvalId, customerId, contactPointId, decidedByName: decidedBy } = props.approval;
  const resetting = useAction((_once: undefined, key) =>
    call<typeof resetSignIn>('POST /api/customers/:customerId/sign-in-resets', {
      params: { customerId: customerId ?? '' },
      body: { approvalId, contactPointId: contactPointId ?? '' },
      key,
    }),
  );
  const act = async () => {
    const made = await resetting.run(undefined);
    if (made !== undefined) props.onMade(made);
  };
  return (
    <Dialog
      title={t`Reset the sign-in`}
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button look="harm" busy={resetting.busy} onClick={() => void act()}>
            {t`Shut every way and make the link`}
          </Button>
        </>
      }
    >
      {resetting.problem !== undefined && <ProblemNotice problem={told(resetting.problem)} />}
      <p>
        <Trans>{decidedBy} has approved just this.</Trans>
      </p>
    </Dialog>
  );
}
