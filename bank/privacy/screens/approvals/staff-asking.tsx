import { Trans, useLingui } from '@lingui/react/macro';
import { useStaff } from '#bank/staff/screens/administration/colleagues.ts';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { nothingElse } from './approvals.ts';
import { AskApproval } from './ask.tsx';
import { StaffForm } from './staff-form.tsx';

/** What the list of staff came here to ask for. */
export interface StaffAsked {
  reset?: string | undefined;
  change?: string | undefined;
  enter?: string | undefined;
}

/** The request about staff that the address asks for, in front of the page. */
export default function StaffAsking(props: { asked: StaffAsked; onAsked: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const told = useProblemWords();
  const staff = useStaff();
  const { asked, onAsked, onClose } = props;
  const again = () => void staff.refetch();
  if (asked.enter !== undefined) return <StaffForm member={undefined} onAsked={onAsked} onClose={onClose} />;
  if (staff.isError) return <ProblemNotice problem={told(staff.error)} again={again} />;
  if (staff.data === undefined) return <LoadingShape rows={2} />;
  const member = staff.data.find(({ staffId }) => staffId === (asked.change ?? asked.reset));
  if (member === undefined)
    return (
      <ProblemNotice
        problem={{ title: t`Nobody like that works here.`, next: t`Go back to the list of staff.` }}
      />
    );
  if (asked.change !== undefined) return <StaffForm member={member} onAsked={onAsked} onClose={onClose} />;
  const { fullName, staffId } = member;
  return (
    <AskApproval
      title={t`Reset the sign-in of ${fullName}?`}
      what={{ ...nothingElse, action: 'sign-in reset', staffId }}
      onAsked={onAsked}
      onClose={onClose}
    >
      <p>
        <Trans>
          For a lost device: when it is approved and done, their passkeys, password and code app stop working
          at once. Know first who is asking, by seeing them or by calling them back. They are told of it.
        </Trans>
      </p>
    </AskApproval>
  );
}
