/** What a first sign-in and a reset have in common: the approval that is waited for, and the link, once. */
import { Trans, useLingui } from '@lingui/react/macro';
import { type Approval, useApprovals } from '#bank/privacy/screens/approvals/approvals.ts';
import { Button } from '#design/button.tsx';
import { Dialog } from '#design/dialog.tsx';
import { LoadingShape, ProblemNotice } from '#design/states.tsx';
import { useProblemWords } from '#platform/browser/problem-words.ts';
import { OneTimeLink } from './one-time-link.tsx';

/** One's own request of that kind for this customer, as long as it is open or approved. */
export function useOwnRequest(action: Approval['action'], customerId: string) {
  const approvals = useApprovals();
  const mine = approvals.data?.approvals.find(
    (one) =>
      one.mine &&
      one.action === action &&
      one.customerId === customerId &&
      (one.state === 'asked' || one.state === 'approved'),
  );
  return { approvals, mine, again: () => void approvals.refetch() };
}

/** That a second person is waited for, or why that is not known. */
export function Waiting({ approvals, mine, again }: ReturnType<typeof useOwnRequest>) {
  const told = useProblemWords();
  return (
    <>
      {approvals.isError && <ProblemNotice problem={told(approvals.error)} again={again} />}
      {approvals.isPending && <LoadingShape rows={2} kind="text" />}
      {mine !== undefined && (
        <p role="status">
          <Trans>
            It waits for somebody outside your own line. Leave the visit open: when it has ended, the approval
            is good for nothing.
          </Trans>
        </p>
      )}
    </>
  );
}

export function LinkShown(props: {
  title: string;
  made: Parameters<typeof OneTimeLink>[0]['made'];
  onClose: () => void;
}) {
  const { t } = useLingui();
  return (
    <Dialog
      title={props.title}
      width="wide"
      onClose={props.onClose}
      actions={
        <>
          <Button onClick={() => print()}>{t`Print`}</Button>
          <Button look="primary" onClick={props.onClose}>{t`Done`}</Button>
        </>
      }
    >
      <OneTimeLink made={props.made} />
    </Dialog>
  );
}
