import { Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type Approval, nothingElse } from '#bank/privacy/screens/approvals/approvals.ts';
import { AskApproval } from '#bank/privacy/screens/approvals/ask.tsx';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { say } from '#design/say.tsx';
import { LoadingShape, Notice, ProblemNotice } from '#design/states.tsx';
import { useAction } from '#platform/browser/action.ts';
import { call } from '#platform/browser/api.ts';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import type { Reply } from '#platform/contract.ts';
import type { invitationStanding, invite } from '../../inviting-contract.ts';
import { ContactChoice } from './contact-choice.tsx';
import { LinkShown, useOwnRequest, Waiting } from './link-by-two.tsx';
import type { File } from './opening.ts';

type Made = Reply<typeof invite>;
type Standing = Reply<typeof invitationStanding>;

/** Says what is in the way and what to do; else makes the link, with a second person where it takes one. */
export default function Invite({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [made, setMade] = useState<Made>();
  const { customerId } = file.customer;
  const standing = useQuery({
    queryKey: ['invitation standing', customerId],
    queryFn: ({ signal }) =>
      call<typeof invitationStanding>('GET /api/customers/:customerId/invitations', {
        params: { customerId },
        signal,
      }),
    gcTime: 0,
  });
  if (made !== undefined) return <LinkShown title={t`Invite to the portal`} made={made} onClose={onClose} />;
  if (standing.data === undefined) {
    return (
      <Told onClose={onClose}>
        {standing.isError ? (
          <ProblemNotice problem={told(standing.error)} again={() => void standing.refetch()} />
        ) : (
          <LoadingShape rows={2} kind="text" />
        )}
      </Told>
    );
  }
  const { shown, ownPeople, signsIn, settled } = standing.data;
  if (signsIn || ownPeople || !shown) {
    return (
      <Told onClose={onClose}>
        <InTheWay standing={standing.data} />
      </Told>
    );
  }
  const points = file.contactPoints.filter(({ contactPointId }) => settled.includes(contactPointId));
  if (settled.length === 0) return <ByTwo file={file} onMade={setMade} onClose={onClose} />;
  return (
    <Making customerId={customerId} points={points} onMade={setMade} onClose={onClose}>
      <p>
        <Trans>
          They get a link that is good once, for three days. To use it they also type a contact point that has
          been verified, safe and unchanged for a week: which one?
        </Trans>
      </p>
    </Making>
  );
}

function Told({ children, onClose }: { children: ReactNode; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <Dialog
      title={t`Invite to the portal`}
      onClose={onClose}
      actions={<Button onClick={onClose}>{t`Close`}</Button>}
    >
      {children}
    </Dialog>
  );
}

function InTheWay({ standing: { signsIn, ownPeople } }: { standing: Standing }) {
  const { t } = useLingui();
  if (signsIn) return <Notice>{t`They sign in to the portal already.`}</Notice>;
  if (ownPeople)
    return <Notice tone="amber">{t`They are among your own people: a colleague invites them.`}</Notice>;
  return (
    <Notice tone="amber">
      <Trans>
        Two people must have seen who they are. Have a colleague look at their card or a document, check them
        in, and hand them to you; a visit that you checked in yourself is not enough.
      </Trans>
    </Notice>
  );
}

/** No contact point has been theirs for a week: a second person agrees to the one that they type. */
function ByTwo(props: { file: File; onMade: (made: Made) => void; onClose: () => void }) {
  const { file, onClose } = props;
  const request = useOwnRequest('portal invitation', file.customer.customerId);
  const { approvals, mine, again } = request;
  if (mine?.state === 'approved') return <Approved approval={mine} {...props} />;
  if (approvals.isSuccess && mine === undefined)
    return <Asking file={file} onClose={onClose} again={again} />;
  return (
    <Told onClose={onClose}>
      <Waiting {...request} />
    </Told>
  );
}

function Asking({ file, onClose, again }: { file: File; onClose: () => void; again: () => void }) {
  const { t } = useLingui();
  const points = file.contactPoints.filter(({ safeToUse }) => safeToUse);
  const [contactPointId, setContactPointId] = useState(points[0]?.contactPointId);
  const { customerId } = file.customer;
  const what = { ...nothingElse, action: 'portal invitation', customerId } as const;
  return (
    <AskApproval
      title={t`Invite to the portal`}
      what={contactPointId === undefined ? undefined : { ...what, contactPointId }}
      onClose={onClose}
      onAsked={() => {
        say(t`Asked. It comes up here when it is approved.`);
        again();
      }}
    >
      <p>
        <Trans>
          None of their contact points has been verified, safe and unchanged for a week, so a second person
          agrees to this first sign-in. Which one will they type, beside the link?
        </Trans>
      </p>
      {points.length === 0 ? (
        <Notice tone="amber">
          <Trans>
            The bank knows no telephone number or e-mail address of theirs. Have one entered in the bank's own
            system first; it comes here with the next feed.
          </Trans>
        </Notice>
      ) : (
        <ContactChoice points={points} chosen={contactPointId} onChoose={setContactPointId} />
      )}
    </AskApproval>
  );
}

function Approved(props: {
  approval: Approval;
  file: File;
  onMade: (made: Made) => void;
  onClose: () => void;
}) {
  const { approvalId, contactPointId, decidedByName: decidedBy } = props.approval;
  const { customerId } = props.file.customer;
  const points = props.file.contactPoints.filter((one) => one.contactPointId === contactPointId);
  return (
    <Making {...props} customerId={customerId} points={points} approvalId={approvalId}>
      <p>
        <Trans>{decidedBy} has approved just this.</Trans>
      </p>
    </Making>
  );
}

function Making(props: {
  customerId: string;
  points: File['contactPoints'];
  approvalId?: string;
  children: ReactNode;
  onMade: (made: Made) => void;
  onClose: () => void;
}) {
  const { t } = useLingui();
  const told = useProblemWords();
  const [contactPointId, setContactPointId] = useState(props.points[0]?.contactPointId);
  const inviting = useAction((chosen: string, key) =>
    call<typeof invite>('POST /api/customers/:customerId/invitations', {
      params: { customerId: props.customerId },
      body: { contactPointId: chosen, approvalId: props.approvalId ?? null },
      key,
    }),
  );
  const act = async () => {
    if (contactPointId === undefined) return;
    const made = await inviting.run(contactPointId);
    if (made !== undefined) props.onMade(made);
  };
  return (
    <Dialog
      title={t`Invite to the portal`}
      width="wide"
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={props.onClose}>{t`Cancel`}</Button>
          <Button
            look="primary"
            busy={inviting.busy}
            disabled={props.points.length === 0}
            onClick={() => void act()}
          >
            {t`Make the link`}
          </Button>
        </>
      }
    >
      {inviting.problem !== undefined && <ProblemNotice problem={told(inviting.problem)} />}
      {props.children}
      <ContactChoice points={props.points} chosen={contactPointId} onChoose={setContactPointId} />
    </Dialog>
  );
}
